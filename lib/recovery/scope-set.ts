import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { RecoveryScope } from "@/db/schema/coverage";
import { messageRecipients } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import type { Actor } from "@/lib/access/actor";
import { can, mayEver } from "@/lib/access/can";
import { inScope, orgIdsIn, scopeOf } from "@/lib/access/scope";
import { endedStatuses, STUCK_MS } from "@/lib/coverage/ended";
import { phoneKey } from "@/lib/customers/phone-key";
import { AppError, invalid } from "@/lib/errors";
import { readOldNumber } from "@/lib/history/read-recipients";
import type { RecoveryScopeInput } from "./schema";

export type ScopeSet = {
  /** As the run keeps it: the number asked for only as its key. */
  scope: RecoveryScope;
  /** Picks the fixed set of messages, named `m`. */
  where: SQL;
};

/**
 * What a recovery is asked for, as a set of messages the actor may recover.
 * @throws AppError forbidden; not_found for a message out of scope, the same for a foreign and an absent one; invalid at the number
 */
export async function scopeSet(
  db: Executor,
  keys: { LOOKUP_KEY: string },
  actor: Actor,
  input: RecoveryScopeInput,
  now: Date,
): Promise<ScopeSet> {
  if (!mayEver(actor, input.kind === "all" ? "coverage.recover_all" : "coverage.recover"))
    throw new AppError("forbidden");
  const orgIds = await orgIdsIn(db, scopeOf(actor), input.kind === "filter" ? input.orgId : undefined);
  const narrow = await narrowed(db, keys, actor, input);
  const isOurs = sql`m.org_id in (${sql.raw(orgIds.join() || "null")})`;
  const hasEnded = sql`(m.status in ${[...endedStatuses]} or (m.status = 'sending' and m.created_at < ${new Date(now.getTime() - STUCK_MS)}))`;
  // A message of our own is in the set only where a row of it has gone missing (C-04).
  const where = sql`${isOurs} and ${hasEnded} and (m.origin = 'imported' or m.gap <> 'none') and ${narrow.where}`;
  return { scope: narrow.scope, where };
}

async function narrowed(db: Executor, keys: { LOOKUP_KEY: string }, actor: Actor, input: RecoveryScopeInput) {
  switch (input.kind) {
    case "all":
      return { scope: { kind: input.kind }, where: sql`true` };
    case "messages": {
      const ids = [...new Set(input.ids)].sort((a, b) => a - b);
      await refuseForeign(db, actor, ids);
      return { scope: { kind: input.kind, ids }, where: sql`m.id in ${ids}` };
    }
    case "phone": {
      const { digits } = readOldNumber(input.phone);
      if (digits === null) throw invalid(["scope", "phone"], "recoveryScope");
      const key = phoneKey(keys.LOOKUP_KEY, digits);
      const scope = { kind: input.kind, phoneKey: key.toString("hex"), phoneLast4: digits.slice(-4) };
      return {
        scope,
        where: sql`m.id in (select message_id from ${messageRecipients} where recipient_key = ${key}
          union select message_id from ${messageLogs} where recipient_key = ${key})`,
      };
    }
    case "filter": {
      const { kind, orgId, from, to, status, mode } = input;
      const scope = {
        kind,
        ...(orgId !== undefined && { orgId }),
        ...(from && { from: from.toISOString() }),
        ...(to && { to: to.toISOString() }),
        ...(status && { status }),
        ...(mode && { mode }),
      };
      const rules = [
        from && sql`m.created_at >= ${from}`,
        to && sql`m.created_at <= ${to}`,
        status && sql`m.status = ${status}`,
        mode && sql`m.message_mode = ${mode}`,
      ].filter((rule) => rule !== undefined);
      return { scope, where: rules.length > 0 ? sql.join(rules, sql` and `) : sql`true` };
    }
  }
}

async function refuseForeign(db: Executor, actor: Actor, ids: readonly number[]): Promise<void> {
  const rows = await db
    .select({ id: messages.id, path: orgs.path })
    .from(messages)
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .where(and(inArray(messages.id, [...ids]), inScope(scopeOf(actor))));
  if (rows.length !== ids.length) throw new AppError("not_found");
  if (rows.some(({ path }) => !can(actor, "coverage.recover", path))) throw new AppError("forbidden");
}
