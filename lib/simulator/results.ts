import { fateOf } from "./codes";
import type { Group, Outcome } from "./group";
import type { Message } from "./message";
import type { Operation } from "./operation";
import type { State } from "./state";

/** Books a sending: what becomes of each message and when, and what it costs. */
export function sendOut(
  state: State,
  group: Group,
  { at, resultDelayMs, lateDelayMs }: Extract<Operation, { op: "send" }>,
): void {
  group.status = "SENDING";
  group.sentAt = at;
  for (const message of group.messages) {
    if (message.refusal) continue;
    const { code, lag } = fateOf(message.to);
    message.replaced = isReplaced(message, code);
    message.sentAt = at;
    message.finalAt = lag === "never" ? null : at + (lag === "late" ? lateDelayMs : resultDelayMs);
    message.finalCode = message.replaced ? "4000" : code;
    group.charged += message.price;
  }
  const account = state.accounts.get(group.accountId)!;
  group.chargedPoint = Math.min(account.point, group.charged);
  account.point -= group.chargedPoint;
  account.balance -= group.charged - group.chargedPoint;
  group.outcomes = outcomesOf(group.messages, []);
  state.unsettled.add(group);
}

/** Books a sending of long ago: paid for and reported then. */
export function sendLongAgo(group: Group): void {
  group.status = "SENDING";
  group.sentAt = group.createdAt;
  for (const { price } of group.messages) group.charged += price;
  group.outcomes = outcomesOf(group.messages, []).map((one) => ({ ...one, settled: true }));
}

/** Kakao couldn't, and the sender allowed an SMS instead. */
const isReplaced = ({ kakaoOptions, from }: Message, code: string): boolean =>
  kakaoOptions !== null && kakaoOptions.disableSms !== true && from !== "" && code.startsWith("31");

function outcomesOf(messages: readonly Message[], settled: readonly Outcome[]): Outcome[] {
  const done = new Set(settled.filter((one) => one.settled).map((one) => one.at));
  const byInstant = new Map<number | null, Outcome>();
  for (const { refusal, finalAt: at, finalCode, replaced, price } of messages) {
    if (refusal) continue;
    const none = { at, success: 0, failed: 0, replaced: 0, refund: 0, settled: done.has(at) };
    const one = byInstant.get(at) ?? none;
    byInstant.set(at, one);
    if (finalCode === "4000" || at === null) one.success += 1;
    else {
      one.failed += 1;
      one.refund += price;
    }
    if (replaced) one.replaced += 1;
  }
  return [...byInstant.values()];
}

/** A result by hand, for messages that are sent and have none yet. */
export function override(state: State, messageIds: readonly string[], code: string, at: number): void {
  const groups = new Set<Group>();
  for (const id of messageIds) {
    const message = state.messages.get(id);
    if (!message || message.refusal || message.sentAt === 0) continue;
    const group = state.groups.get(message.groupId)!;
    message.finalAt = unsettledInstant(group, at);
    message.finalCode = code;
    message.replaced = false;
    groups.add(group);
  }
  for (const group of groups) {
    group.outcomes = outcomesOf(group.messages, group.outcomes);
    state.unsettled.add(group);
  }
}

/** An instant whose results are not refunded yet: two kinds of results never share one that is. */
function unsettledInstant(group: Group, at: number): number {
  let free = at;
  while (group.outcomes.some((one) => one.settled && one.at === free)) free += 1;
  return free;
}

/** Books what has come true by `now`; tells each lot of results once. */
export function settle(state: State, now: number, tell: (group: Group, outcome: Outcome) => void): void {
  for (const group of state.unsettled) {
    for (const outcome of group.outcomes) {
      if (outcome.settled || outcome.at === null || outcome.at > now) continue;
      outcome.settled = true;
      refund(state, group, outcome.refund);
      tell(group, outcome);
    }
    if (group.outcomes.every((one) => one.settled || one.at === null)) state.unsettled.delete(group);
  }
}

/** What was paid last comes back first. */
function refund(state: State, group: Group, won: number): void {
  const account = state.accounts.get(group.accountId)!;
  const before = group.outcomes.reduce((sum, one) => sum + (one.settled ? one.refund : 0), 0) - won;
  const toBalance = Math.min(won, Math.max(0, group.charged - group.chargedPoint - before));
  account.balance += toBalance;
  account.point += won - toBalance;
}
