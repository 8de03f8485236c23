import fc from "fast-check";
import { expect, test } from "vitest";
import { demoAccount } from "./account";
import { completedAt, groupStatusAt, groupView } from "./group";
import { codeAt, type Message } from "./message";
import type { Operation } from "./operation";
import { settle } from "./results";
import { apply, emptyState, type State } from "./state";

const ACCOUNT = { ...demoAccount(), balance: 1_000, point: 50 };
const ID = ACCOUNT.accountId;
const line = { createAt: "", message: "" };

/** What may happen to two groups, each act a millisecond after the other. */
type Act =
  | { act: "add"; group: number; to: string[]; refused: boolean }
  | { act: "remove" | "send" | "delete"; group: number }
  | { act: "result"; code: string }
  | { act: "wait"; ms: number };
const recipient = fc.constantFrom("01000000001", "01000000002", "01000003104", "01000009999", "01000010000");
const group = fc.nat(1);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant("add" as const),
    group,
    to: fc.array(recipient, { maxLength: 4 }),
    refused: fc.boolean(),
  }),
  fc.record({ act: fc.constantFrom("remove" as const, "send" as const, "delete" as const), group }),
  fc.record({ act: fc.constant("result" as const), code: fc.constantFrom("4000", "3040") }),
  fc.record({ act: fc.constant("wait" as const), ms: fc.nat(40) }),
);

/** Plays acts as the doors would and keeps the operations they became. */
function play(acts: readonly Act[]) {
  const state = emptyState();
  const operations: Operation[] = [];
  let at = 1_000;
  let ids = 0;
  const happen = (operation: Operation) => {
    operations.push(structuredClone(operation));
    apply(state, operation);
  };
  happen({ op: "account", account: ACCOUNT, at });
  for (const groupId of ["G0", "G1"]) {
    const seed = {
      accountId: ID,
      strict: false,
      allowDuplicates: true,
      customFields: {},
      sdkVersion: null,
      osPlatform: null,
    };
    happen({ op: "create", at, group: { ...seed, groupId, createdAt: at, log: [] } });
  }
  for (const one of acts) {
    at += one.act === "wait" ? one.ms : 1;
    settle(state, at, () => {});
    const groupId = "group" in one ? `G${one.group}` : "";
    const isPending = state.groups.get(groupId)?.status === "PENDING";
    if (one.act === "add" && isPending) {
      const messages = one.to.map((to): Message => seedOf(groupId, `M${ids++}`, to, one.refused ? "1062" : null, at));
      happen({ op: "add", at, groupId, messages, line: [] });
    } else if (one.act === "remove" && isPending)
      happen({
        op: "remove",
        at,
        groupId,
        messageIds: state.groups
          .get(groupId)!
          .messages.slice(0, 1)
          .map((m) => m.messageId),
      });
    else if (one.act === "send" && isPending)
      happen({ op: "send", at, groupId, resultDelayMs: 5, lateDelayMs: 20, line });
    else if (one.act === "delete" && isPending) happen({ op: "delete", at, groupId, line });
    else if (one.act === "result") {
      const waiting = [...state.messages.values()].filter((message) => codeAt(message, at) === "3000");
      happen({ op: "result", at, messageIds: waiting.slice(0, 1).map((m) => m.messageId), code: one.code });
    }
  }
  settle(state, at, () => {});
  return { state, operations, at };
}
const seedOf = (groupId: string, messageId: string, to: string, refusal: string | null, at: number): Message => ({
  messageId,
  groupId,
  accountId: ID,
  to,
  from: "01000001000",
  type: "SMS",
  country: "82",
  text: "가",
  subject: null,
  imageId: null,
  kakaoOptions: null,
  customFields: {},
  refusal,
  createdAt: at,
  sentAt: 0,
  finalAt: 0,
  finalCode: "2000",
  replaced: false,
  price: refusal ? 0 : 18,
});
const money = (state: State) => state.accounts.get(ID)!.balance + state.accounts.get(ID)!.point;

/** A result by hand at the very instant at which others of the group came by themselves. */
const SAME_INSTANT: Act[] = [
  { act: "add", group: 0, to: ["01000000001", "01000010000"], refused: false },
  { act: "send", group: 0 },
  { act: "wait", ms: 4 },
  { act: "result", code: "3040" },
  { act: "wait", ms: 10 },
];

test("no won is made or lost: what is gone was paid for what is sent and hasn't failed", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const { state, at } = play(acts);
      const kept = [...state.messages.values()].filter((message) => {
        const code = codeAt(message, at);
        return message.sentAt > 0 && (code === "4000" || code === "3000");
      });
      expect(money(state)).toBe(1_050 - 18 * kept.length);
      expect(state.accounts.get(ID)!.point).toBeLessThanOrEqual(50);
    }),
    { examples: [[SAME_INSTANT]] },
  );
});

test("a group's counts are those of its messages, and it is complete when none is waiting", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const { state, at } = play(acts);
      for (const one of state.groups.values()) {
        const codes = one.messages.map((message) => codeAt(message, at));
        const having = (...wanted: string[]) => codes.filter((code) => wanted.includes(code)).length;
        expect(groupView(one, at).count).toMatchObject({
          total: codes.length,
          registeredFailed: having("1062"),
          sentSuccess: having("4000"),
          sentFailed: having("3104", "3040"),
          sentPending: having("3000"),
        });
        if (one.status === "SENDING") expect(groupStatusAt(one, at) === "COMPLETE").toBe(having("3000") === 0);
        expect(completedAt(one) !== null || one.status !== "SENDING" || codes.includes("3000")).toBe(true);
      }
    }),
  );
});

test("replaying what happened, read back from a file, gives the same world", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const { state, operations, at } = play(acts);
      const again = emptyState();
      for (const operation of JSON.parse(JSON.stringify(operations)) as Operation[]) {
        settle(again, operation.at, () => {});
        apply(again, operation);
      }
      settle(again, at, () => {});
      expect(again).toEqual(state);
    }),
  );
});
