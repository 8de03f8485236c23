import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { plainSql } from "@/db/plain-sql";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { logDecisions } from "@/lib/deliveries/schema";
import { askAgain } from "@/lib/dispatch/ask-again";
import { claimLanes } from "@/lib/dispatch/claim-lanes";
import { decideLog } from "@/lib/dispatch/decide-log";
import { expireRuns } from "@/lib/dispatch/expire-runs";
import type { Lease } from "@/lib/dispatch/lane";
import { loadRuns, type Run, type RunPart } from "@/lib/dispatch/load-runs";
import type { CallOutcome } from "@/lib/dispatch/prepare-call";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { toggleSchedule } from "@/lib/schedules/toggle-schedule";
import type { Evidence } from "@/lib/transports/port";
import { intendParts, recordResults } from "./call-steps";
import type { CrashWorld, PlantedRun } from "./crash-rig";
import type { Cause, PartModel, Seen } from "./part-model";

/** One run in the hands of several processes, which may have lost the lane long ago and not know it. */
export type RunWorld = {
  world: CrashWorld;
  run: PlantedRun;
  logId: number;
  rt: Runtime;
  pass: (seconds: number) => void;
  /** What the gateway says when it is asked again. */
  evidence: Evidence;
  leases: (Lease | null)[];
  /** Whoever claimed last holds the lane. */
  newest: Lease | null;
  calls: { lease: Lease; run: Run; part: RunPart }[];
  /** Each part's latest call. */
  latest: Map<number, RunPart>;
};
type Step = fc.AsyncCommand<PartModel, RunWorld>;

export async function seenOf({ world: { db }, logId }: Pick<RunWorld, "world" | "logId">): Promise<Seen> {
  const [log] = await db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.id, logId));
  const { id, status, attempt } = kbScheduleLogParts;
  const isOfRun = eq(kbScheduleLogParts.logId, logId);
  const parts = await db.select({ id, status, attempt }).from(kbScheduleLogParts).where(isOfRun).orderBy(asc(id));
  return { log: log!.status, parts };
}

/** A step of the world, of which the model hears what it changed. */
const step = (name: string, does: (real: RunWorld) => Promise<Cause | null>): Step => ({
  check: () => true,
  toString: () => name,
  async run(model, real) {
    const before = await seenOf(real);
    const cause = await does(real);
    const after = await seenOf(real);
    model.step(before, after, cause ?? { by: "nobody" });
    if (model.problems.length > 0) throw new Error(model.problems.join("\n"));
  },
});

const pass = (seconds: number) =>
  step(`${seconds} s pass`, async (real) => {
    real.pass(seconds);
    return null;
  });

const claim = (who: number) =>
  step(`process ${who} claims`, async (real) => {
    await claimed(real, who);
    return null;
  });

async function claimed(real: RunWorld, who: number): Promise<Lease | null> {
  const [lease] = await claimLanes(plainSql(real.world.db), await real.rt.clock(), `process ${who}`, 1);
  if (lease) real.newest = real.leases[who] = lease;
  return lease ?? null;
}

/** What deliverPart does before a call. */
const begin = (who: number) =>
  step(`process ${who} begins`, async (real) => {
    const lease = real.leases[who] ?? (await claimed(real, who));
    const [run] = await loadRuns(real.world.db, [real.logId]);
    const part = run?.parts.find(({ status }) => status === "sending" || status === "pending");
    if (!lease || !run || !part) return null;
    if (part.status === "sending") {
      const outcome = { kind: "unknown" as const, reason: "interrupted" as const, detail: "" };
      await recordResults(real.rt, [{ lease, run, part, outcome, tookMs: 0 }]);
      return { by: "heir", isHolder: lease === real.newest };
    }
    const [intent] = await intendParts(real.rt, [{ lease, run, part, mark: "0" }]);
    if (intent?.kind === "lost") real.leases[who] = null;
    if (intent?.kind !== "intended") return null;
    real.calls.push({ lease, run, part: intent.part });
    real.latest.set(part.id, intent.part);
    return { by: "intent", part: part.id, isHolder: lease === real.newest };
  });

const answer = (which: number, outcome: CallOutcome) =>
  step(`call ${which} ends ${"reason" in outcome ? outcome.reason : outcome.kind}`, async (real) => {
    const [call] = real.calls.splice(which % Math.max(1, real.calls.length), 1);
    if (!call) return null;
    await recordResults(real.rt, [{ ...call, outcome, tookMs: 5 }]);
    const isLatest = real.latest.get(call.part.id) === call.part;
    return { by: "answer", part: call.part.id, isCertainlyNot: outcome.kind === "rejected", isLatest };
  });

/** A process that finds before the intent that the phone can't be reached. */
const unreached = (who: number) =>
  step(`process ${who} doesn't reach the phone`, async (real) => {
    const lease = real.leases[who];
    const [run] = await loadRuns(real.world.db, [real.logId]);
    const part = run?.parts.find(({ status }) => status === "pending");
    if (!lease || !run || !part) return null;
    await recordResults(real.rt, [{ lease, run, part, outcome: OFFLINE, tookMs: 0 }]);
    return null;
  });

const die = (which: number) =>
  step(`call ${which} is forgotten`, async (real) => {
    real.calls.splice(which % Math.max(1, real.calls.length), 1);
    return null;
  });

const politely = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });

const decide = (decision: (typeof logDecisions)[number]) =>
  step(`a person says ${decision}`, async ({ rt, world, logId }) => {
    await politely(decideLog(rt, world.person, { id: logId, decision }));
    return { by: "person", decision };
  });

const toggle = () =>
  step("the schedule is switched", async ({ rt, world, run }) => {
    await politely(toggleSchedule(rt, world.person, { id: run.id }));
    return { by: "switch" };
  });

const ask = (evidence: Evidence) =>
  step(`the gateway tells: ${evidence.kind}`, async (real) => {
    real.evidence = evidence;
    await askAgain(real.rt, () => false);
    return { by: "evidence" };
  });

const expire = (who: number) =>
  step(`process ${who} ends what waited too long`, async (real) => {
    const lease = real.leases[who];
    const over = [{ id: real.logId, scheduleId: real.run.id }];
    if (lease) await expireRuns(real.rt, lease, over, await real.rt.clock());
    return { by: "expiry" };
  });

const refused = { kind: "rejected" as const, retryable: true, configuration: false, detail: "" };
const OFFLINE: CallOutcome = { ...refused, reason: "bot_offline" };
const outcomes: CallOutcome[] = [
  { kind: "accepted", certainty: "delivered", ref: "1" },
  { kind: "accepted", certainty: "accepted" },
  { ...refused, reason: "gateway_refused" },
  { ...refused, reason: "queue_full" },
  { ...refused, reason: "sent_too_late" },
  OFFLINE,
  { ...refused, reason: "room_unknown", retryable: false },
  { ...refused, reason: "auth_failed", retryable: false, configuration: true },
  { kind: "unknown", reason: "timeout", detail: "" },
  { kind: "unknown", reason: "conn_reset", detail: "", ref: "2" },
];
const found: Evidence[] = [
  { kind: "found", certainty: "delivered", ref: "3" },
  { kind: "failed", detail: "the gateway says so" },
  { kind: "none", detail: "" },
  { kind: "unreachable", detail: "" },
];

const who = fc.nat(2);
const times = (n: number, one: fc.Arbitrary<Step>) => Array.from({ length: n }, () => one);
const ends = fc.tuple(fc.nat(3), fc.oneof(fc.constantFrom(...outcomes.slice(0, 2)), fc.constantFrom(...outcomes)));
const rare = [
  { weight: 3, arbitrary: fc.constantFrom(1_900, 3_700).map(pass) },
  { weight: 3, arbitrary: who.map(expire) },
  { weight: 3, arbitrary: who.map(unreached) },
  { weight: 1, arbitrary: fc.constant("toggle").map(toggle) },
];
/** Everything that can happen to a run, the ordinary more often than the odd. */
export const partSteps = fc.commands<PartModel, RunWorld, true>(
  [
    ...times(7, who.map(begin)),
    ...times(2, who.map(claim)),
    ...times(
      5,
      ends.map(([which, outcome]) => answer(which, outcome)),
    ),
    ...times(3, fc.constantFrom(1, 31, 31, 70).map(pass)),
    ...times(2, fc.constantFrom(...logDecisions).map(decide)),
    ...times(2, fc.constantFrom(...found).map(ask)),
    fc.nat(3).map(die),
    fc.oneof(...rare),
  ] as never,
  { maxCommands: 40, size: "max" },
);
