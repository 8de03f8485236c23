import "server-only";
import type { Runtime } from "@/lib/runtime";
import type { Built, PhoneAccount, PhoneGroup, Refusal, Unknown } from "@/lib/transports/phone-port";
import { installationId } from "./installation";
import type { QueuedRow, Work } from "./load-batch";
import { oldestGroupAt } from "./steps";

type FindRuntime = Pick<Runtime, "db" | "phone">;
type Why = Refusal | (Unknown & { groupId: string | null });
export type Earlier =
  | { kind: "none" }
  | { kind: "found"; built: Extract<Built, { kind: "built" }> }
  /** Nobody knows, so nothing may be built now. */
  | { kind: "unsure"; why: Why };

/** Pages of 500 groups one look reads: the groups of a day of any account we know of. */
const MOST_PAGES = 100;
/** A group is made after its batch; clocks may differ by so much. With less, it is of a batch that had this id before. */
const CLOCKS_MS = 60_000;
/** Of its own account: no such message. */
const NO_MESSAGE = "1021";

/**
 * Looks at the provider for a group with this batch's mark that has left: a database that was brought back from a backup doesn't
 * know what was sent since (solapi.md §6.2). One that hasn't left is removed, which is also what tells.
 * @param rows all that are still to be sent to
 */
export async function findEarlier(
  rt: FindRuntime,
  account: PhoneAccount,
  { batch }: Pick<Work, "batch">,
  rows: readonly QueuedRow[],
  now: Date,
): Promise<Earlier> {
  const ours = await installationId(rt.db);
  const from = new Date(oldestGroupAt(batch, now).getTime() - CLOCKS_MS);
  let startKey: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page: Awaited<ReturnType<typeof rt.phone.groupsSince>> = await rt.phone.groupsSince(account, from, startKey);
    if (page.kind === "refused") return { kind: "unsure", why: page };
    for (const group of page.items) {
      if (group.customFields.installationId !== ours || group.customFields.batchId !== String(batch.id)) continue;
      const left = await hasLeft(rt, account, group);
      if (typeof left === "object") return { kind: "unsure", why: left };
      const read = left && (await readBack(rt, account, group.groupId, rows));
      if (read) return read;
    }
    if (page.nextKey === null || page.nextKey === startKey) return { kind: "none" };
    startKey = page.nextKey;
  }
  return { kind: "unsure", why: unreadable("more groups than one look reads") };
}

/** True also of one the provider gave up: a person decides about it, and another must not be built beside it. */
async function hasLeft(
  rt: FindRuntime,
  account: PhoneAccount,
  { groupId, status }: PhoneGroup,
): Promise<boolean | Why> {
  if (status === "DELETED") return false;
  if (status === "SENDING" || status === "COMPLETE" || status === "FAILED") return true;
  const removed = await rt.phone.remove(account, groupId);
  if (removed.kind === "removed") return false;
  if (removed.kind === "left" || removed.kind === "gone") return true;
  return removed.kind === "refused" ? removed : { ...removed, groupId };
}

/** What the group holds, as its build said it; null where it holds nobody of the batch, and so isn't its own. Whoever isn't in it was not sent to. */
async function readBack(
  rt: FindRuntime,
  account: PhoneAccount,
  groupId: string,
  rows: readonly QueuedRow[],
): Promise<Earlier | null> {
  const missing = new Set(rows.map(({ id }) => String(id)));
  const built: Extract<Built, { kind: "built" }> = { kind: "built", groupId, accountId: null, rows: [], refused: [] };
  for (let startKey: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof rt.phone.messagesOf>> = await rt.phone.messagesOf(account, groupId, startKey);
    if (page.kind === "refused") return { kind: "unsure", why: page };
    if (page.unread > 0) return { kind: "unsure", why: unreadable("messages that can't be read") };
    for (const { logId, messageId, statusCode } of page.items) {
      if (logId === null || !missing.delete(logId)) continue;
      const code = statusCode ?? "";
      if (code.startsWith("1")) built.refused.push({ logId, messageId, code, message: "" });
      else built.rows.push({ logId, messageId, statusCode: code });
    }
    if (page.nextKey === null || page.nextKey === startKey) break;
    startKey = page.nextKey;
  }
  if (missing.size === rows.length) return null;
  for (const logId of missing) built.refused.push({ logId, messageId: null, code: NO_MESSAGE, message: "" });
  return { kind: "found", built };
}

const unreadable = (detail: string): Refusal => ({
  ...{ kind: "refused", reason: "bad_response", configuration: false, retryable: true, code: null, detail },
});
