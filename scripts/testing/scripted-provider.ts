import type { Page, PhoneProvider, Refusal, ReportedMessage } from "@/lib/transports/phone-port";

const SILENT: Refusal = {
  ...{ kind: "refused", reason: "unavailable", configuration: false, retryable: true },
  ...{ code: null, detail: "no answer" },
};
const FORGOTTEN: Refusal = { ...SILENT, reason: "not_found", retryable: false };

/** A message as the provider tells it; only what differs from a plain arrival need be said. */
export function reported(over: Partial<ReportedMessage> & { messageId: string }): ReportedMessage {
  const at = new Date("2026-11-19T03:00:00.000Z");
  return {
    ...{
      to: null,
      groupId: null,
      logId: null,
      installationId: null,
      type: "SMS",
      from: "0200000000",
      text: "안녕하세요",
      subject: null,
    },
    ...{ status: "COMPLETE", statusCode: "4000", reason: null, networkName: null, customFields: {} },
    ...{ createdAt: at, updatedAt: at, processedAt: at, reportedAt: at, receivedAt: at },
    ...over,
  };
}

/** A provider that reads out what a test wrote for it, page by page, and may fall silent after some of them. */
export function scriptedProvider(world: { messages: ReportedMessage[]; pageSize?: number; silentAfter?: number }) {
  let asked = 0;
  const pageOf = (items: ReportedMessage[], startKey: string | null | undefined): Page<ReportedMessage> | Refusal => {
    asked += 1;
    if (world.silentAfter !== undefined && asked > world.silentAfter) return SILENT;
    const size = world.pageSize ?? 500;
    const from = Number(startKey ?? 0);
    const nextKey = from + size < items.length ? String(from + size) : null;
    return { kind: "ok", items: items.slice(from, from + size), nextKey, unread: 0 };
  };
  const provider = {
    async messagesOf(_account: unknown, groupId: string, startKey?: string | null) {
      const items = world.messages.filter((message) => message.groupId === groupId);
      return items.length === 0 ? FORGOTTEN : pageOf(items, startKey);
    },
    async list(_account: unknown, { startKey }: { startKey?: string | null }) {
      return pageOf(world.messages, startKey);
    },
  };
  return { phone: provider as unknown as PhoneProvider, asked: () => asked, forget: () => (asked = 0) };
}
