import { Lock } from "lucide-react";
import { AlimtalkCard } from "@/components/tenants/alimtalk-card";
import { ConnectionCard } from "@/components/tenants/connection-card";
import { KeyCard } from "@/components/tenants/key-card";
import { LedgerCard } from "@/components/tenants/ledger-card";
import { PricesCard } from "@/components/tenants/prices-card";
import { SendingCard } from "@/components/tenants/sending-form";
import type { TenantTab } from "@/components/tenants/tenant-tabs";
import { Note } from "@/components/ui/note";
import type { UserActor } from "@/lib/access/actor";
import { words } from "@/lib/i18n/words";
import { PAGE } from "@/lib/orgs/query-fields";
import { alimtalkOf } from "@/lib/schedules/template-queries";
import { listLedger } from "@/lib/tenants/ledger-queries";
import type { TenantDto, TenantView } from "@/lib/tenants/queries";
import type { LedgerView } from "@/lib/tenants/views";
import { runtime } from "@/lib/wiring";

type Props = {
  tab: TenantTab;
  tenant: TenantDto;
  actor: UserActor;
  view: TenantView;
  ledgerView: LedgerView;
  may: { charge: boolean; write: boolean };
  now: Date;
};

/** What one tab of a tenant's page shows; only that is read. */
export async function TenantPart({ tab, tenant, actor, view, ledgerView, may, now }: Props) {
  const { db } = runtime();
  if (tab === "sending")
    return (
      <>
        <SendingCard tenant={tenant} mayWrite={may.write} />
        <PricesCard tenant={tenant} maySet={may.charge} />
      </>
    );
  if (tab === "connection")
    return (
      <>
        <KeyCard tenant={tenant} maySet={may.charge} />
        <ConnectionCard tenant={tenant} mayWrite={may.write} />
      </>
    );
  if (tab === "templates") {
    const templates = await alimtalkOf(db, actor, tenant.orgId);
    return <AlimtalkCard tenant={tenant} templates={templates} mayWrite={may.write} now={now.toISOString()} />;
  }
  if (!tenant.isOwn) {
    const t = await words("tenants");
    return (
      <Note icon={<Lock aria-hidden />} role="note">
        {t("ledger.above")}
      </Note>
    );
  }
  const first = await listLedger(db, view, { id: tenant.id, view: ledgerView, limit: PAGE }, now);
  return <LedgerCard key={ledgerView} tenantId={tenant.id} view={ledgerView} first={first} now={now.toISOString()} />;
}
