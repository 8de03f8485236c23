import type { SenderStatus } from "@/db/enums";
import type { SenderDto, TenantDto } from "@/lib/tenants/queries";

/** One number with the tenant it belongs to. */
export type SenderRow = SenderDto & { tenant: TenantDto; isDefault: boolean };

/** What waits for somebody comes first, what works next, what is over last. */
const ORDER: Record<SenderStatus, number> = { pending: 0, verified: 1, rejected: 2, expired: 3, revoked: 4 };

/** Every number in sight, in the order somebody has to look at them. */
export function senderRows(tenants: readonly TenantDto[]): SenderRow[] {
  return tenants
    .flatMap((tenant) =>
      tenant.senders.map((sender) => ({ ...sender, tenant, isDefault: sender.number === tenant.messagingSender })),
    )
    .sort(
      (a, b) =>
        ORDER[a.status] - ORDER[b.status] ||
        a.tenant.id - b.tenant.id ||
        Number(b.isDefault) - Number(a.isDefault) ||
        a.id - b.id,
    );
}
