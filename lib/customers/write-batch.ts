import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";
import type { Env } from "@/lib/env/schema";
import { type Consent, consentAfter, noConsent, sameConsent } from "./consent";
import type { ImportRow, RefusedLine } from "./import-row";
import { sealPhone } from "./sealed-phone";

/** A line that stands for one person: its code, given or made, and the key of its number. */
export type CodedRow = ImportRow & { key: string; phoneKey: Buffer | null };
export type BatchOrder = {
  orgId: number;
  now: Date;
  /** Evidence of a consent whose file names none: the file itself. */
  via: string;
  env: Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
  execute: boolean;
};
export type BatchResult = { added: number; changed: number; unchanged: number; refusals: RefusedLine[] };

const columns = {
  code: customers.code,
  name: customers.name,
  phoneKey: customers.phoneKey,
  phone: customers.phone,
  phoneLast4: customers.phoneLast4,
  memo: customers.memo,
  adConsent: customers.adConsent,
  adConsentAt: customers.adConsentAt,
  adConsentVia: customers.adConsentVia,
  nightConsent: customers.nightConsent,
  nightConsentAt: customers.nightConsentAt,
  deletedAt: customers.deletedAt,
};
/** Held where they are to be changed: a consent taken back meanwhile must not come back by what was read before. */
const read = (db: Executor, orgId: number, codes: string[], isHeld: boolean) => {
  const rows = db
    .select(columns)
    .from(customers)
    .where(and(eq(customers.orgId, orgId), inArray(customers.code, codes)));
  return isHeld ? rows.for("update") : rows;
};
type Stored = Awaited<ReturnType<typeof read>>[number];

const sameKey = (a: Buffer | null, b: Buffer | null) => (a && b ? a.equals(b) : a === b);

/**
 * Compares lines with what is stored, and writes what differs where that was asked for: in the caller's transaction, one read,
 * one write for whom there is and one for whom there isn't.
 * @throws a duplicate key where somebody took one of the codes meanwhile: begun again, it finds them
 */
export async function writeBatch(db: Executor, order: BatchOrder, rows: readonly CodedRow[]): Promise<BatchResult> {
  const result: BatchResult = { added: 0, changed: 0, unchanged: 0, refusals: [] };
  const stored = new Map(
    (
      await read(
        db,
        order.orgId,
        rows.map((row) => row.key),
        order.execute,
      )
    ).map((row) => [row.code, row]),
  );
  const known: (typeof customers.$inferInsert)[] = [];
  const fresh: (typeof customers.$inferInsert)[] = [];
  for (const row of rows) {
    const before = stored.get(row.key);
    const consent = consentOf(row, before, order);
    if (row.consent.nightConsent && !consent.adConsent) {
      result.refusals.push({ line: row.line, column: "nightConsent", reason: "night_without_ad" });
      continue;
    }
    const memo = row.memo ?? before?.memo ?? null;
    if (before && isSame(before, row, memo, consent)) {
      result.unchanged += 1;
      continue;
    }
    result[before && !before.deletedAt ? "changed" : "added"] += 1;
    if (order.execute)
      (before ? known : fresh).push({
        orgId: order.orgId,
        code: row.key,
        name: row.name,
        memo,
        ...phoneOf(row, before, order),
        ...consent,
        createdAt: order.now,
        updatedAt: order.now,
      });
  }
  if (fresh.length > 0) await db.insert(customers).values(fresh);
  if (known.length > 0) await overwrite(db, known);
  return result;
}

const isSame = (before: Stored, row: CodedRow, memo: string | null, consent: Consent) =>
  !before.deletedAt &&
  before.name === row.name &&
  before.memo === memo &&
  (row.phoneKey === null || sameKey(before.phoneKey, row.phoneKey)) &&
  sameConsent(before, consent);

function consentOf(row: CodedRow, before: Stored | undefined, { now, via }: BatchOrder): Consent {
  const start = before && !before.deletedAt ? before : noConsent;
  const after = consentAfter(start, row.consent, now);
  return after.adConsent && after.adConsentVia === null ? { ...after, adConsentVia: via } : after;
}

function phoneOf({ digits, phoneKey }: CodedRow, before: Stored | undefined, { env }: BatchOrder) {
  if (before && (digits === null || sameKey(before.phoneKey, phoneKey))) {
    const { phoneKey: key, phone, phoneLast4 } = before;
    return { phoneKey: key, phone, phoneLast4 };
  }
  return digits === null ? {} : sealPhone(env, digits);
}

/** Rows that are there and held, all with one statement. */
async function overwrite(db: Executor, rows: (typeof customers.$inferInsert)[]): Promise<void> {
  const given = (column: string) => sql`values(${sql.identifier(column)})`;
  await db
    .insert(customers)
    .values(rows)
    .onDuplicateKeyUpdate({
      set: {
        name: given("name"),
        memo: given("memo"),
        phoneKey: given("phone_key"),
        phone: given("phone"),
        phoneLast4: given("phone_last4"),
        adConsent: given("ad_consent"),
        adConsentAt: given("ad_consent_at"),
        adConsentVia: given("ad_consent_via"),
        nightConsent: given("night_consent"),
        nightConsentAt: given("night_consent_at"),
        updatedAt: given("updated_at"),
        deletedAt: null,
        version: sql`version + 1`,
      },
    });
}
