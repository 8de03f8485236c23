import "server-only";
import { type Answer, type Call, invalid } from "./answer";
import { codeAt, type Message } from "./message";
import type { World } from "./world";

const TYPES = ["sms", "lms", "mms", "ata", "cta", "cti", "nsa", "rcs_sms", "rcs_lms", "rcs_mms", "rcs_tpl"];
const DAY_MS = 24 * 60 * 60_000;
const KST_MS = 9 * 60 * 60_000;
const DEFAULT_DAYS = 30;

type Counts = Record<string, number>;
const none = (): Counts => Object.fromEntries(["total", ...TYPES].map((type) => [type, 0]));
const bump = (counts: Counts, type: string) => {
  counts[type] = (counts[type] ?? 0) + 1;
  counts.total = (counts.total ?? 0) + 1;
};

class Period {
  balance = 0;
  refund = 0;
  readonly total = none();
  readonly successed = none();
  readonly failed = none();
  readonly statusCode: Record<string, Counts> = {};

  take({ type: given, price }: Message, code: string): void {
    const type = given.toLowerCase();
    this.statusCode[code] ??= {};
    this.statusCode[code][type] = (this.statusCode[code][type] ?? 0) + 1;
    bump(this.total, type);
    this.balance += price;
    if (code === "2000" || code === "3000") return;
    bump(code === "4000" ? this.successed : this.failed, type);
    if (code !== "4000") this.refund += price;
  }
  view = () => ({ balance: this.balance, point: 0, total: this.total, successed: this.successed, failed: this.failed });
}

/** Sums by KST day and month of what was sent between two dates (the last 30 days unless told). */
export const statisticsDoor = (world: World) => ({
  statistics({ account, query, seenAt }: Call): Answer {
    const given = (name: string, otherwise: number) => (query.get(name) ? Date.parse(query.get(name)!) : otherwise);
    const [from, until] = [given("startDate", seenAt - DEFAULT_DAYS * DAY_MS), given("endDate", seenAt)];
    if (Number.isNaN(from) || Number.isNaN(until)) throw invalid('"startDate" must be a valid date');
    const all = new Period();
    const months = new Map<string, { sum: Period; days: Map<string, Period> }>();
    for (const message of world.state.messagesOf.get(account.accountId) ?? []) {
      if (message.createdAt < from || message.createdAt > until || message.sentAt === 0 || message.refusal) continue;
      const day = new Date(message.createdAt + KST_MS).toISOString().slice(0, 10);
      const month = months.get(day.slice(0, 7)) ?? { sum: new Period(), days: new Map<string, Period>() };
      months.set(day.slice(0, 7), month);
      const ofDay = month.days.get(day) ?? new Period();
      month.days.set(day, ofDay);
      for (const period of [all, month.sum, ofDay]) period.take(message, codeAt(message, seenAt));
    }
    const days = Math.max(
      1,
      [...months.values()].reduce((sum, month) => sum + month.days.size, 0),
    );
    const monthPeriod = [...months].map(([date, { sum, days: byDay }]) => ({
      date,
      ...sum.view(),
      balanceAvg: sum.balance / byDay.size,
      pointAvg: 0,
      refund: { balance: sum.refund, balanceAvg: sum.refund / byDay.size, point: 0, pointAvg: 0 },
      dayPeriod: [...byDay].map(([day, one]) => ({
        _id: day,
        month: date,
        date: day,
        ...one.view(),
        statusCode: one.statusCode,
        refund: { balance: one.refund, point: 0 },
      })),
    }));
    return {
      status: 200,
      body: {
        ...all.view(),
        monthlyBalanceAvg: all.balance / Math.max(1, months.size),
        monthlyPointAvg: 0,
        monthPeriod,
        dailyBalanceAvg: all.balance / days,
        dailyPointAvg: 0,
        dailyTotalCountAvg: (all.total.total ?? 0) / days,
        dailyFailedCountAvg: (all.failed.total ?? 0) / days,
        dailySuccessedCountAvg: (all.successed.total ?? 0) / days,
      },
    };
  },
});
