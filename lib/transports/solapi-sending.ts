import "server-only";
import type { RequestSendMessagesSchema, SolapiMessageService } from "solapi";
import type { PhoneChannel } from "@/db/enums";
import type {
  BuildOrder,
  Built,
  BuiltRow,
  Dropped,
  Fired,
  Gone,
  PhoneAccount,
  PhoneMessage,
  PhoneReports,
  PhoneSending,
  RefusedRow,
  Removed,
} from "./phone-port";
import { ask, callSdk, type Exchange, type Spend, within } from "./solapi-call";
import { type GroupWord, groupWord } from "./solapi-errors";
import { type Added, toAdded, toDropped, toFileId } from "./solapi-shapes";

/** Of one request: 10,000 messages and 15 MB, with room for the envelope (solapi.md §3.6). */
const MOST_MESSAGES = 10_000;
const MOST_BYTES = 12_000_000;
const ACCEPTED = "2000";

const TYPES: Record<PhoneChannel, "SMS" | "LMS" | "MMS" | "ATA"> = {
  sms: "SMS",
  lms: "LMS",
  mms: "MMS",
  alimtalk: "ATA",
};

/** The writing half: a group is built, sent once, or removed (solapi.md §6.2). Each HTTP call is made once. */
export function solapiSending(
  spend: Spend,
  { group, messagesOf }: Pick<PhoneReports, "group" | "messagesOf">,
): PhoneSending {
  const write = (account: PhoneAccount, call: (sdk: SolapiMessageService) => Promise<unknown>): Promise<Exchange> =>
    within(spend, account, "write", () => callSdk(account, call));
  const removeGroup = (account: PhoneAccount, groupId: string) => write(account, (sdk) => sdk.removeGroup(groupId));

  async function build(account: PhoneAccount, order: BuildOrder): Promise<Built> {
    const { batchId, installationId, attempt, messages } = order;
    const marks = { batchId, installationId, attempt: String(attempt) };
    const created = await write(account, (sdk) => sdk.createGroup(false, undefined, marks));
    if (created.kind === "refused") return created.refusal;
    if (created.kind === "unknown") return { ...created, groupId: null };
    const groupId = created.body;
    if (typeof groupId !== "string" || groupId === "")
      return { kind: "unknown", reason: "bad_response", detail: "a group without an id", groupId: null };
    const added: Added[] = [];
    for (const chunk of chunksOf(messages)) {
      const body = chunk.map((message) => toSolapi(message, installationId));
      const put = await write(account, (sdk) => sdk.addMessagesToGroup(groupId, body));
      const results = put.kind === "ok" ? toAdded(put.body) : null;
      if (results) {
        added.push(...results);
        continue;
      }
      // Best effort: an orphan costs nothing and can't leave by itself.
      await removeGroup(account, groupId);
      if (put.kind === "refused") return put.refusal;
      if (put.kind === "unknown") return { ...put, groupId };
      return { kind: "unknown", reason: "bad_response", detail: "no list of what was added", groupId };
    }
    const rows = rowsOf(messages, added);
    const accountId = added.find((one) => one.accountId !== null)?.accountId ?? null;
    if (rows) return { kind: "built", groupId, accountId, ...rows };
    await removeGroup(account, groupId);
    return { kind: "unknown", reason: "bad_response", detail: "the list of what was added isn't ours", groupId };
  }

  /** What the group's state says of a send or a removal that was refused because of it. */
  async function stateOf(account: PhoneAccount, groupId: string): Promise<{ status: string } | null> {
    const asked = await group(account, groupId);
    return asked.kind === "ok" ? asked.group : null;
  }

  async function fire(account: PhoneAccount, groupId: string): Promise<Fired> {
    const sent = await write(account, (sdk) => sdk.sendGroup(groupId));
    if (sent.kind === "ok") return { kind: "sent" };
    if (sent.kind === "unknown") return sent;
    const word = sent.answer && groupWord(sent.answer);
    if (word === "sent") return { kind: "sent" };
    if (word === "failed" || word === "deleted") return gone(word === "failed" ? "FAILED" : "DELETED");
    if (word !== "other") return { kind: "held", refusal: sent.refusal };
    const state = await stateOf(account, groupId);
    if (state?.status === "SENDING" || state?.status === "COMPLETE") return { kind: "sent" };
    if (state?.status === "FAILED" || state?.status === "DELETED") return gone(state.status);
    if (state?.status === "SCHEDULED") return { kind: "held", refusal: sent.refusal };
    return {
      kind: "unknown",
      reason: "bad_response",
      detail: `${sent.refusal.detail}, group ${state?.status ?? "unread"}`,
    };
  }

  async function remove(account: PhoneAccount, groupId: string): Promise<Removed> {
    const removed = await removeGroup(account, groupId);
    if (removed.kind === "ok") return { kind: "removed" };
    if (removed.kind === "unknown") return removed;
    const word = removed.answer && groupWord(removed.answer);
    if (!word) return removed.refusal;
    const standing = await standingOf(account, groupId, word, removed.refusal.detail);
    return standing.kind === "gone" && standing.status === "DELETED" ? { kind: "removed" } : standing;
  }

  /** Where a group stands that its state kept from being changed. */
  async function standingOf(account: PhoneAccount, groupId: string, word: GroupWord, detail: string) {
    if (word === "deleted" || word === "failed") return gone(word === "failed" ? "FAILED" : "DELETED");
    if (word === "sent") return { kind: "left", status: "SENDING" } as const;
    const state = await stateOf(account, groupId);
    if (state?.status === "DELETED" || state?.status === "FAILED") return gone(state.status);
    if (state?.status === "SENDING" || state?.status === "COMPLETE")
      return { kind: "left", status: state.status } as const;
    // A read that lags behind still says PENDING of a group that has left.
    const unknown = { kind: "unknown", reason: "bad_response" } as const;
    return { ...unknown, detail: `${detail}, group ${state?.status ?? "unread"}` };
  }

  async function drop(account: PhoneAccount, groupId: string, messageIds: readonly string[]): Promise<Dropped> {
    for (let from = 0; from < messageIds.length; from += MOST_MESSAGES) {
      const ids = messageIds.slice(from, from + MOST_MESSAGES);
      const asked = await write(account, (sdk) => sdk.removeGroupMessages(groupId, ids));
      if (asked.kind === "unknown") return asked;
      if (asked.kind === "refused") {
        const word = asked.answer && groupWord(asked.answer);
        return word ? standingOf(account, groupId, word, asked.refusal.detail) : asked.refusal;
      }
      const out = toDropped(asked.body);
      const others = ids.filter((id) => !out?.has(id));
      // Out since an earlier try whose answer was lost, or still in it: only the group's own list tells.
      if (others.length > 0 && !(await areOut(account, groupId, others)))
        return { kind: "unknown", reason: "bad_response", detail: `${others.length} still in the group` };
    }
    return { kind: "dropped" };
  }

  async function areOut(account: PhoneAccount, groupId: string, messageIds: readonly string[]): Promise<boolean> {
    const sought = new Set(messageIds);
    for (let startKey: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof messagesOf>> = await messagesOf(account, groupId, startKey);
      if (page.kind === "refused" || page.unread > 0) return false;
      if (page.items.some(({ messageId }) => sought.has(messageId))) return false;
      if (page.nextKey === null || page.nextKey === startKey) return true;
      startKey = page.nextKey;
    }
  }

  return {
    build,
    fire,
    remove,
    drop,
    async uploadImage(account, { bytes, name }) {
      // The SDK takes a path or an address and fetches it itself; bytes are at hand here.
      const body = { file: Buffer.from(bytes).toString("base64"), type: "MMS", name };
      const asked = await within(spend, account, "write", () => ask(account, "POST", "/storage/v1/files", { body }));
      if (asked.kind === "refused") return asked.refusal;
      const imageId = asked.kind === "ok" ? toFileId(asked.body) : null;
      if (imageId) return { kind: "ok", imageId };
      // Whether it was stored or not: nothing is sent by it, so it is simply uploaded again.
      const [reason, detail] =
        asked.kind === "ok"
          ? (["bad_response", "an image without an id"] as const)
          : (["unavailable", asked.detail] as const);
      return { kind: "refused", reason, configuration: false, retryable: true, code: null, detail };
    },
  };
}

const gone = (status: Gone["status"]): Gone => ({ kind: "gone", status, detail: `group ${status}` });

function* chunksOf(messages: readonly PhoneMessage[]): Generator<PhoneMessage[]> {
  let chunk: PhoneMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size =
      400 + 3 * (message.text.length + (message.subject?.length ?? 0)) + JSON.stringify(message.kakao ?? "").length * 3;
    if (chunk.length > 0 && (chunk.length === MOST_MESSAGES || bytes + size > MOST_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** An explicit type is an explicit price. An Alimtalk carries no text of ours: its template and variables make it. */
function toSolapi({ logId, to, from, channel, text, subject, imageId, kakao }: PhoneMessage, installationId: string) {
  return {
    to,
    from,
    type: TYPES[channel],
    ...(channel === "alimtalk" && kakao ? { kakaoOptions: { ...kakao, disableSms: true } } : { text }),
    ...(subject && { subject }),
    ...(imageId && { imageId }),
    customFields: { logId, installationId },
  } satisfies Exclude<RequestSendMessagesSchema, readonly unknown[]>;
}

/** Each message's own result, by logId, else by number; null unless every message has exactly one. */
function rowsOf(messages: readonly PhoneMessage[], added: readonly Added[]) {
  const byLog = new Map(messages.map(({ logId }) => [logId, logId]));
  const byNumber = new Map(messages.map(({ to, logId }) => [to.replace(/\D/g, ""), logId]));
  const rows: BuiltRow[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Set<string>();
  for (const { messageId, to, statusCode, statusMessage, customFields } of added) {
    const logId = byLog.get(customFields.logId ?? "") ?? byNumber.get(to?.replace(/\D/g, "") ?? "");
    if (!logId || !statusCode || seen.has(logId)) return null;
    seen.add(logId);
    if (statusCode !== ACCEPTED) refused.push({ logId, messageId, code: statusCode, message: statusMessage ?? "" });
    else if (messageId) rows.push({ logId, messageId, statusCode });
    else return null;
  }
  return seen.size === messages.length ? { rows, refused } : null;
}
