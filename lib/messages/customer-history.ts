import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { messageLogs } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { decodeLogCursor } from "@/lib/deliveries/log-cursor";
import { AppError, invalid } from "@/lib/errors";
import { rowId as id, pageLimit } from "@/lib/orgs/query-fields";
import { bareDigits, maskNumber, normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { type HistoryPage, historyOf } from "./history-queries";

const cursor = z
  .string({ error: "badCursor" })
  .refine((text) => decodeLogCursor(text) !== null, { error: "badCursor" })
  .optional();

/** `?cursor=&limit=` */
export const CustomerHistoryFilter = z.strictObject({ id, cursor, limit: pageLimit });
/** `?phone=&cursor=&limit=`: a whole number, with hyphens or without (S0-26). */
export const NumberHistoryFilter = z.strictObject({
  phone: z.string({ error: "badValue" }).max(40, { error: "badValue" }),
  cursor,
  limit: pageLimit,
});

/** Numbers one person has had; more than this nobody has. */
const MOST_NUMBERS = 20;

/**
 * Everything a customer was sent, by who they are and by the numbers they were written to.
 * @throws AppError not_found, the same for a foreign, a deleted and an absent one
 */
export async function historyOfCustomer(
  db: Executor,
  scope: OrgScope,
  { id: customerId, ...page }: z.output<typeof CustomerHistoryFilter>,
): Promise<HistoryPage> {
  const [customer] = await db
    .select({ phoneKey: customers.phoneKey })
    .from(customers)
    .innerJoin(orgs, eq(orgs.id, customers.orgId))
    .where(and(eq(customers.id, customerId), isNull(customers.deletedAt), inScope(scope)));
  if (!customer) throw new AppError("not_found");
  const earlier = await db
    .selectDistinct({ key: messageLogs.recipientKey })
    .from(messageLogs)
    .where(eq(messageLogs.customerId, customerId))
    .limit(MOST_NUMBERS);
  const keys = new Map(
    [...(customer.phoneKey ? [customer.phoneKey] : []), ...earlier.map(({ key }) => key)].map((key) => [
      key.toString("hex"),
      key,
    ]),
  );
  return historyOf(db, scope, [...keys.values()], page);
}

/** The same of a number, whoever's it is; the answer names it masked. */
export async function historyOfNumber(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  { phone, ...page }: z.output<typeof NumberHistoryFilter>,
): Promise<HistoryPage & { phone: string }> {
  const reading = normaliseKoreanNumber(phone);
  const digits = reading.kind === "mobile" ? reading.number : bareDigits(phone);
  if (!/^\d{7,15}$/.test(digits)) throw invalid("phone", "badValue");
  return { phone: maskNumber(digits), ...(await historyOf(db, scope, [phoneKey(lookupKey, digits)], page)) };
}
