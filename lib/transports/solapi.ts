import "server-only";
import type { Page, PhoneAccount, PhoneDesk, PhoneProvider, PhoneReports, Refusal, Sender } from "./phone-port";
import { ask, type Exchange, type Spend, within } from "./solapi-call";
import { type DoorSettings, installSolapiDoor } from "./solapi-door";
import { solapiSending } from "./solapi-sending";
import {
  type Read,
  toBalance,
  toGroup,
  toGroupPage,
  toMessagePage,
  toOptOutPage,
  toPrices,
  toSenderPage,
  toTemplatePage,
} from "./solapi-shapes";

export type SolapiOptions = {
  /** Of a simulator on this machine; the process's door then leads there, for every adapter in it. */
  baseUrl?: string;
  spend?: Spend;
  timeoutMs?: number;
  record?: DoorSettings["record"];
};

const PAGE = "500";
/** More ids in one address and a server on the way may refuse its length. */
const IDS_PER_ASK = 100;
const MOST_SENDER_PAGES = 20;

/** Solapi (solapi.md): groups by its own SDK, everything read by requests of our own. */
export function createSolapi({
  baseUrl,
  spend = async () => {},
  timeoutMs,
  record,
}: SolapiOptions = {}): PhoneProvider {
  if (baseUrl)
    installSolapiDoor({
      route: { kind: "simulator", baseUrl },
      ...(timeoutMs && { timeoutMs }),
      ...(record && { record }),
    });

  const read = (account: PhoneAccount, path: string, query: Record<string, string | null | undefined> = {}) =>
    within(spend, account, "read", () => ask(account, "GET", path, { query }));

  const group: PhoneReports["group"] = async (account, groupId) => {
    const asked = await read(account, `/messages/v4/groups/${encodeURIComponent(groupId)}`);
    const found = asked.kind === "ok" ? toGroup(asked.body) : null;
    return found ? { kind: "ok", group: found } : notRead(asked);
  };

  const reports: PhoneReports = {
    group,
    async messagesOf(account, groupId, startKey) {
      const path = `/messages/v4/groups/${encodeURIComponent(groupId)}/messages`;
      return paged(await read(account, path, { limit: PAGE, startKey }), toMessagePage);
    },
    async list(account, { dateType, from, to, startKey, messageIds }) {
      const window = { dateType, startDate: from?.toISOString(), endDate: to?.toISOString(), limit: PAGE };
      if (!messageIds) return paged(await read(account, "/messages/v4/list", { ...window, startKey }), toMessagePage);
      const whole: Awaited<ReturnType<PhoneReports["list"]>> = { kind: "ok", items: [], nextKey: null, unread: 0 };
      for (let at = 0; at < messageIds.length; at += IDS_PER_ASK) {
        const ids = JSON.stringify(messageIds.slice(at, at + IDS_PER_ASK));
        const page = paged(
          await read(account, "/messages/v4/list", { ...window, "messageIds[in]": ids }),
          toMessagePage,
        );
        if (page.kind === "refused") return page;
        whole.items.push(...page.items);
        whole.unread += page.unread;
      }
      return whole;
    },
    async groupsSince(account, from, startKey) {
      const query = { startDate: from.toISOString(), limit: PAGE, startKey };
      return paged(await read(account, "/messages/v4/groups", query), toGroupPage);
    },
    async pendingGroups(account, startKey) {
      const query = { criteria: "status", cond: "eq", value: "PENDING", limit: PAGE, startKey };
      return paged(await read(account, "/messages/v4/groups", query), toGroupPage);
    },
  };

  const desk: PhoneDesk = {
    async balance(account) {
      const startMs = Date.now();
      const asked = await read(account, "/cash/v1/balance");
      const balance = asked.kind === "ok" ? toBalance(asked.body) : null;
      if (!balance || asked.kind !== "ok") return notRead(asked);
      const middleMs = (startMs + Date.now()) / 2;
      // The header is cut to seconds: on the average half of one is missing.
      const skewMs = asked.date ? Math.round(middleMs - asked.date.getTime() - 500) : null;
      return { kind: "ok", ...balance, skewMs };
    },
    async senders(account) {
      const senders: Sender[] = [];
      let startKey: string | null = null;
      for (let pages = 0; pages < MOST_SENDER_PAGES; pages++) {
        const page: Page<Sender> | Refusal = paged(
          await read(account, "/senderid/v1/numbers", { limit: "100", startKey }),
          toSenderPage,
        );
        if (page.kind === "refused") return page;
        senders.push(...page.items);
        if (!page.nextKey || page.nextKey === startKey) break;
        startKey = page.nextKey;
      }
      return { kind: "ok", senders };
    },
    async templates(account, startKey) {
      return paged(await read(account, "/kakao/v2/templates", { limit: "100", startKey }), toTemplatePage);
    },
    async prices(account) {
      const asked = await read(account, "/pricing/v1/messaging");
      const prices = asked.kind === "ok" ? toPrices(asked.body) : null;
      return prices ? { kind: "ok", prices } : notRead(asked);
    },
    async optOuts(account, startKey) {
      return paged(await read(account, "/iam/v1/black", { type: "DENIAL", limit: "100", startKey }), toOptOutPage);
    },
  };

  return { ...solapiSending(spend, reports), ...reports, ...desk };
}

function paged<T>(asked: Exchange, toPage: (body: unknown) => Read<T> | null): Page<T> | Refusal {
  const page = asked.kind === "ok" ? toPage(asked.body) : null;
  return page ? { kind: "ok", ...page } : notRead(asked);
}

/** A read that brought nothing may simply be made again, whatever became of it. */
function notRead(asked: Exchange): Refusal {
  if (asked.kind === "refused") return asked.refusal;
  const isBad = asked.kind === "ok" || asked.reason === "bad_response";
  return {
    kind: "refused",
    reason: isBad ? "bad_response" : "unavailable",
    configuration: false,
    retryable: true,
    code: null,
    detail: asked.kind === "ok" ? "an answer of another shape" : asked.detail,
  };
}
