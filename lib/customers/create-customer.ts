import "server-only";
import { and, eq } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customers } from "@/db/schema/customers";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { codeByChance, codeOfNumber } from "./code";
import { consentAfter, noConsent } from "./consent";
import { auditable, phoneColumns, refuseBadConsent, refuseForeignOrg } from "./customer-change";
import type { CustomerDto } from "./customer-dto";
import type { CustomerInput } from "./input-schema";
import { findCustomer } from "./queries";

/**
 * Adds a customer to an organisation of the actor's subtree. One deleted under the same code comes back as themselves:
 * the messages they got point at that row.
 * @throws AppError forbidden without the role; invalid at orgId, code, phone (someone has it already) or a consent
 */
export async function createCustomer(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  input: CustomerInput,
): Promise<CustomerDto> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  const consent = consentAfter(noConsent, input, now);
  refuseBadConsent(consent, input, now);
  const phone = phoneColumns(rt.env, input.phone ?? null);
  const code = input.code ?? (phone.phoneKey ? codeOfNumber(phone.phoneKey) : codeByChance());
  const values = { orgId: input.orgId, code, name: input.name, memo: input.memo ?? null, ...phone, ...consent };
  return retryDeadlocks(rt.db, async (tx) => {
    await refuseForeignOrg(tx, actor, input.orgId);
    const id = await insertOrRevive(tx, values, now, input.code ? "code" : "phone");
    await writeAudit(tx, actor, now, {
      action: "customer.create",
      subject: `customer:${id}`,
      orgId: input.orgId,
      after: auditable(values),
    });
    const customer = await findCustomer(tx, scopeOf(actor), id);
    if (!customer) throw new Error(`customer ${id} vanished in its own transaction`);
    return customer;
  });
}

type Values = Omit<typeof customers.$inferInsert, "id" | "createdAt" | "updatedAt">;

async function insertOrRevive(tx: Tx, values: Values, now: Date, field: "code" | "phone"): Promise<number> {
  const taken = (name: string) =>
    field === "code"
      ? invalid("code", "customerCodeTaken", { name })
      : invalid("phone", "customerPhoneTaken", { name });
  const [old] = await tx
    .select({ id: customers.id, name: customers.name, deletedAt: customers.deletedAt, version: customers.version })
    .from(customers)
    .where(and(eq(customers.orgId, values.orgId), eq(customers.code, values.code)))
    .for("update");
  if (old && !old.deletedAt) throw taken(old.name);
  if (old) {
    const revived = { ...values, deletedAt: null, updatedAt: now, version: old.version + 1 };
    await tx.update(customers).set(revived).where(eq(customers.id, old.id));
    return old.id;
  }
  try {
    const [inserted] = await tx
      .insert(customers)
      .values({ ...values, createdAt: now, updatedAt: now })
      .$returningId();
    return inserted!.id;
  } catch (error) {
    if (isDuplicateKey(error)) throw taken(values.name);
    throw error;
  }
}
