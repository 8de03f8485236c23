import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { OptOutSource } from "@/db/enums";
import { optOuts } from "@/db/schema/customers";
import type { Env } from "@/lib/env/schema";
import { phoneKey } from "./phone-key";
import { sealPhone } from "./sealed-phone";

export type Refusing = { digits: string; note?: string | null; at?: Date | null };
type Order = {
  tenantId: number;
  source: OptOutSource;
  createdBy: number | null;
  now: Date;
  env: Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
};

/**
 * Puts numbers among a sender's refusals; a lifted one stands again. Who refused already stays as they are.
 * @param people ≤ 1,000, no number twice
 * @returns how many weren't there before
 */
export async function writeOptOuts(
  db: Executor,
  { tenantId, source, createdBy, now, env }: Order,
  people: readonly Refusing[],
): Promise<{ added: number; unchanged: number }> {
  const standing = await standingAmong(db, tenantId, env, people);
  const fresh = people.filter(({ digits }) => !standing.has(digits));
  if (fresh.length > 0) {
    const given = (column: string) => sql`values(${sql.identifier(column)})`;
    await db
      .insert(optOuts)
      .values(
        fresh.map(({ digits, note, at }) => ({
          tenantId,
          source,
          createdBy,
          ...sealPhone(env, digits),
          note: note ?? null,
          createdAt: at ?? now,
        })),
      )
      .onDuplicateKeyUpdate({
        set: {
          source: given("source"),
          note: given("note"),
          createdBy: given("created_by"),
          createdAt: given("created_at"),
          liftedAt: null,
          liftedBy: null,
        },
      });
  }
  return { added: fresh.length, unchanged: people.length - fresh.length };
}

/** Digits of those who refuse now. */
export async function standingAmong(
  db: Executor,
  tenantId: number,
  env: Pick<Env, "LOOKUP_KEY">,
  people: readonly Refusing[],
): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const keys = people.map(({ digits }) => phoneKey(env.LOOKUP_KEY, digits));
  const rows = await db
    .select({ phoneKey: optOuts.phoneKey })
    .from(optOuts)
    .where(and(eq(optOuts.tenantId, tenantId), inArray(optOuts.phoneKey, keys), sql`${optOuts.liftedAt} is null`));
  const known = new Set(rows.map((row) => row.phoneKey.toString("hex")));
  return new Set(people.filter((_, i) => known.has(keys[i]?.toString("hex") ?? "")).map(({ digits }) => digits));
}
