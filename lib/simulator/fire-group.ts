import "server-only";
import { Refused } from "./answer";
import { type Group, groupStatusAt, type LogLine, priceOf } from "./group";
import type { World } from "./world";

const KST_MS = 9 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

export const line = (at: number, message: string, more: Record<string, unknown> = {}): LogLine => ({
  createAt: new Date(at).toISOString(),
  message,
  ...more,
});

/** Why a group in this state isn't sent: state → Solapi's error. */
const NOT_PENDING: Record<string, [string, string]> = {
  SENDING: ["GroupInProcessing", "이미 발송 요청된 그룹입니다."],
  COMPLETE: ["AlreadySent", "이미 발송이 완료된 그룹입니다."],
  SCHEDULED: ["ScheduledGroup", "예약된 그룹입니다."],
  DELETED: ["DeletedGroup", "삭제된 그룹입니다."],
  FAILED: ["FailedGroup", "발송에 실패한 그룹입니다."],
};

/**
 * Sends a PENDING group, once: everything registered in it leaves and is paid for.
 * @throws Refused where its state, the balance or the quota forbids it; over the quota the group has FAILED
 */
export function fireGroup(world: World, group: Group, now: number): void {
  const refused = NOT_PENDING[groupStatusAt(group, now)];
  if (refused) throw new Refused(400, ...refused);
  dispatch(world, group, now);
}

/** Sends a SCHEDULED group whose time has come; what forbids it makes it FAILED. */
export function fireScheduled(world: World, group: Group): void {
  const now = world.now();
  try {
    dispatch(world, group, now);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (group.status === "SCHEDULED")
      world.record({ op: "fail", groupId: group.groupId, line: line(now, error.message) }, now);
  }
}

function dispatch(world: World, group: Group, now: number): void {
  const { groupId } = group;
  const { settings, accounts } = world.state;
  const registered = group.messages.length - group.refused;
  if (registered === 0) throw new Refused(400, "InvalidStatus", "발송할 메시지가 없습니다.");
  const account = accounts.get(group.accountId)!;
  const [oldBalance, oldPoint] = [account.balance, account.point];
  const total = [...group.types].reduce((sum, [type, count]) => sum + count * priceOf(group.prices, type), 0);
  if (oldBalance + oldPoint < total) throw new Refused(402, "NotEnoughBalance", "잔액이 부족합니다.");
  if (settings.dailyQuota !== null && sentToday(world, group.accountId, now) + registered > settings.dailyQuota) {
    const message = "일일 발송량을 초과하여 발송에 실패하였습니다.";
    world.record({ op: "fail", groupId, line: line(now, message) }, now);
    throw new Refused(400, "FailedGroup", message);
  }
  const paidPoint = Math.min(oldPoint, total);
  const money = { oldBalance, newBalance: oldBalance - (total - paidPoint), oldPoint, newPoint: oldPoint - paidPoint };
  const { resultDelayMs, lateDelayMs } = settings;
  const said = line(now, "메시지를 발송했습니다.", { ...money, totalPrice: total });
  world.record({ op: "send", groupId, resultDelayMs, lateDelayMs, line: said }, now);
}

function sentToday(world: World, accountId: string, now: number): number {
  const dayOf = (at: number) => Math.floor((at + KST_MS) / DAY_MS);
  const groups = world.state.groupsOf.get(accountId) ?? [];
  return groups.reduce(
    (sum, group) =>
      sum + (group.sentAt > 0 && dayOf(group.sentAt) === dayOf(now) ? group.messages.length - group.refused : 0),
    0,
  );
}
