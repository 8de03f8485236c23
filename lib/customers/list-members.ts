import "server-only";
import { and, count, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customerListMembers, customerLists } from "@/db/schema/customers";
import type { OrgScope } from "@/lib/access/scope";
import { invalid } from "@/lib/errors";
import { type AudienceOrder, audienceOf } from "./audience";

/** As many as one message may have. */
export const LIST_MAX = 100_000;
const CHUNK = 1000;

/** Puts people in scope into a list; who is there already stays there once. Refuses more than LIST_MAX. */
export async function putIn(
  tx: Tx,
  scope: OrgScope,
  lookupKey: string,
  listId: number,
  order: AudienceOrder,
): Promise<void> {
  let put = 0;
  for await (const members of audienceOf(tx, scope, lookupKey, order)) {
    const standing = members.filter((member) => !member.deleted);
    put += standing.length;
    if (put > LIST_MAX) throw invalid("filter", "listTooLong", { maximum: LIST_MAX });
    for (let from = 0; from < standing.length; from += CHUNK)
      await tx
        .insert(customerListMembers)
        .ignore()
        .values(standing.slice(from, from + CHUNK).map(({ customerId }) => ({ listId, customerId })));
  }
}

/** Takes people out of a list. */
export async function takeOut(tx: Tx, listId: number, ids: readonly number[]): Promise<void> {
  for (let from = 0; from < ids.length; from += CHUNK)
    await tx
      .delete(customerListMembers)
      .where(
        and(
          eq(customerListMembers.listId, listId),
          inArray(customerListMembers.customerId, ids.slice(from, from + CHUNK)),
        ),
      );
}

/** Writes how many a list holds now. */
export async function countMembers(tx: Tx, listId: number, at: Date): Promise<number> {
  const [row] = await tx.select({ n: count() }).from(customerListMembers).where(eq(customerListMembers.listId, listId));
  const size = row?.n ?? 0;
  if (size > LIST_MAX) throw invalid("filter", "listTooLong", { maximum: LIST_MAX });
  await tx.update(customerLists).set({ size, updatedAt: at }).where(eq(customerLists.id, listId));
  return size;
}
