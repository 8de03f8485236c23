import type { PhoneAccount, PhoneDesk, PhoneReason, Refusal, Sender, Template } from "@/lib/transports/phone-port";

export const refusal = (reason: PhoneReason, code: string): Refusal => ({
  kind: "refused",
  reason,
  configuration: true,
  retryable: false,
  code,
  detail: `HTTP 400 ${code}`,
});

/** An account at the provider that says what a test wants, and remembers who asked. Templates come two to a page. */
export function fakeDesk() {
  const desk = {
    asked: [] as PhoneAccount[],
    refuses: null as Refusal | null,
    balance: 12_345.67,
    accountId: "10000001" as string | null,
    senders: [] as Sender[],
    templates: [] as Template[],
  };
  const answer = <T>(account: PhoneAccount, value: T): T | Refusal => {
    desk.asked.push(account);
    return desk.refuses ?? value;
  };
  const phone: PhoneDesk = {
    balance: async (account) => {
      const { balance, accountId } = desk;
      return answer(account, { kind: "ok" as const, balance, point: 0, accountId, skewMs: 120 });
    },
    senders: async (account) => answer(account, { kind: "ok" as const, senders: desk.senders }),
    templates: async (account, startKey) => {
      const from = Number(startKey ?? 0);
      const next = from + 2 < desk.templates.length ? String(from + 2) : null;
      return answer(account, {
        kind: "ok" as const,
        items: desk.templates.slice(from, from + 2),
        nextKey: next,
        unread: 0,
      });
    },
    prices: async (account) => answer(account, { kind: "ok" as const, prices: {} }),
    optOuts: async (account) => answer(account, { kind: "ok" as const, items: [], nextKey: null, unread: 0 }),
  };
  return Object.assign(desk, { phone });
}
