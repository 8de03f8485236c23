import "server-only";
import { and, asc, eq, gte, inArray, isNotNull, lte, ne } from "drizzle-orm";
import type { Db, Executor } from "@/db/client";
import { transact } from "@/db/plain-sql";
import { deliveryEvents, kbScheduleLogs, kbScheduleLogParts as partsTable } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { certaintyOf, isLogOver } from "@/lib/deliveries/status";
import type { Evidence, SentCall } from "@/lib/transports/port";
import { answerPart, type PartAnswer } from "./answer-part";
import { type Neighbour, nextAskAt, saysMore, searchBounds } from "./ask-rules";
import type { Engine } from "./deliver-part";
import type { RunBot, RunLog, RunPart } from "./load-runs";
import { botFacts } from "./prepare-call";
import { lockSchedules, settleSchedules } from "./settle-schedules";
import { wakeLanes } from "./wake-lanes";

const QUESTIONS = 50;
const ASK_MS = 5_000;
const LATER_MS = 60_000;
/** Late rows of an earlier call can't be older than this. */
const EARLIER_MS = 15 * 60_000;

type Question = { part: RunPart; log: RunLog; bot: RunBot };

/** Parts whose gateway may be asked again what became of them: the hot index holds only these. */
export const dueQuestions = (db: Pick<Db, "select">, now: Date) =>
  db
    .select({ part: partsTable, log: kbScheduleLogs, bot: kbBots })
    .from(partsTable, { forceIndex: "ix_parts_ask" })
    .innerJoin(kbScheduleLogs, eq(kbScheduleLogs.id, partsTable.logId))
    .innerJoin(kbBots, eq(kbBots.id, kbScheduleLogs.botId))
    .where(lte(partsTable.askAt, now))
    .orderBy(asc(partsTable.askAt), asc(partsTable.id))
    .limit(QUESTIONS);

/**
 * Asks gateways that can be asked what became of calls nobody is sure of (rulings 9): evidence proves arrival, or failure
 * where the gateway itself says so; its absence proves nothing. Questions are read-only and need no lane.
 * @returns how many parts were proved
 */
export async function askAgain(rt: Engine, isOver: () => boolean): Promise<number> {
  const now = await rt.clock();
  let proved = 0;
  /** Devices that don't answer now. */
  const silent = new Set<string>();
  /** What one device is asked, one question after the other. */
  async function askDevice(questions: readonly Question[]): Promise<void> {
    for (const question of questions) {
      if (isOver()) return;
      if (silent.has(question.bot.deviceId)) await leaveForLater(rt.db, question.part, now);
      else if (await takeQuestion(rt.db, question.part, now)) {
        const evidence = await ask(rt, question);
        if (evidence.kind === "unreachable") silent.add(question.bot.deviceId);
        if (evidence.kind !== "found" && evidence.kind !== "failed") continue;
        if (await settleByEvidence(rt, question, evidence)) proved++;
      }
    }
  }
  while (!isOver()) {
    const due = await dueQuestions(rt.db, now);
    const devices = [...new Set(due.map(({ bot }) => bot.deviceId))];
    await Promise.all(devices.map((deviceId) => askDevice(due.filter(({ bot }) => bot.deviceId === deviceId))));
    if (due.length < QUESTIONS) break;
  }
  return proved;
}

/** A device that is out of reach must not fill every look with its own: the question keeps its turn, a while from now. */
async function leaveForLater(db: Pick<Db, "update">, part: RunPart, now: Date): Promise<void> {
  await db
    .update(partsTable)
    .set({ askAt: new Date(now.getTime() + LATER_MS) })
    .where(and(eq(partsTable.id, part.id), eq(partsTable.asked, part.asked), isNotNull(partsTable.askAt)));
}

/** One instance asks; the others see that the question has moved on. */
async function takeQuestion(db: Pick<Db, "update">, part: RunPart, now: Date): Promise<boolean> {
  const [taken] = await db
    .update(partsTable)
    .set({ asked: part.asked + 1, askAt: nextAskAt(part.asked + 1, now) })
    .where(and(eq(partsTable.id, part.id), eq(partsTable.asked, part.asked), isNotNull(partsTable.askAt)));
  return taken.affectedRows === 1;
}

async function ask(rt: Engine, { part, log, bot }: Question): Promise<Evidence> {
  const none = (detail: string): Evidence => ({ kind: "none", detail });
  const gateway = rt.gateway(bot.gateway);
  const facts = botFacts(rt, bot);
  if (!gateway || !facts) return none("the gateway can't be used");
  const bounds = searchBounds({ ...part, ...shapeOf(part) }, await neighboursOf(rt.db, part, log));
  if (!bounds) return none("an earlier call could pass for it");
  const { payload } = part;
  const sent: SentCall = {
    ...bounds,
    mark: part.mark,
    ref: part.providerRef,
    expected:
      payload.kind === "text" ? { kind: "text", text: payload.text } : { kind: "images", count: payload.keys.length },
  };
  try {
    return await gateway.lookUp(facts, log.targetRoomId, sent, { timeoutMs: ASK_MS });
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  }
}

const shapeOf = (part: Pick<RunPart, "startedAt" | "payload">) => ({
  startedAt: part.startedAt,
  kind: part.payload.kind,
  text: part.payload.kind === "text" ? part.payload.text : null,
  count: part.payload.kind === "images" ? part.payload.keys.length : 1,
});

/** The other calls into the same room, from a while before this one on. */
async function neighboursOf(db: Pick<Db, "select">, part: RunPart, log: RunLog): Promise<Neighbour[]> {
  const since = new Date((part.startedAt ?? log.scheduledAt).getTime() - EARLIER_MS);
  const rows = await db
    .select({
      startedAt: partsTable.startedAt,
      mark: partsTable.mark,
      providerRef: partsTable.providerRef,
      status: partsTable.status,
      payload: partsTable.payload,
    })
    .from(kbScheduleLogs)
    .innerJoin(partsTable, eq(partsTable.logId, kbScheduleLogs.id))
    .where(
      and(
        eq(kbScheduleLogs.roomRef, log.roomRef),
        // A run may have waited a day for a person before its parts went.
        gte(kbScheduleLogs.scheduledAt, new Date(since.getTime() - 86_400_000)),
        gte(partsTable.startedAt, since),
        ne(partsTable.id, part.id),
      ),
    )
    .orderBy(asc(partsTable.startedAt))
    .limit(500);
  return rows.map((row) => ({ ...row, ...shapeOf(row) }));
}

type Proof = Extract<Evidence, { kind: "found" | "failed" }>;

/** Writes what was found, with the evidence: the run goes on, ends, or is simply known better. */
async function settleByEvidence(rt: Engine, { part, bot }: Question, proof: Proof): Promise<boolean> {
  const now = await rt.clock();
  return transact(rt.db, async (plain) => {
    const tx = plain.orm();
    await wakeLanes(tx, [bot.deviceId], now);
    const [place] = await tx
      .select({ scheduleId: kbScheduleLogs.scheduleId })
      .from(kbScheduleLogs)
      .where(eq(kbScheduleLogs.id, part.logId));
    if (!place) return false;
    await lockSchedules(plain, [place.scheduleId]);
    const [log] = await tx.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.id, part.logId)).for("update");
    const parts = await tx
      .select()
      .from(partsTable)
      .where(eq(partsTable.logId, part.logId))
      .orderBy(asc(partsTable.seq));
    const current = parts.find((row) => row.id === part.id);
    if (!log || current?.attempt !== part.attempt || current.fence !== part.fence) return false;
    const change: Partial<RunLog> | null =
      current.status === "unknown"
        ? await answerPart(tx, log, parts, current, answerOf(proof), now)
        : await knowBetter(tx, parts, current, proof);
    if (!change) return false;
    await tx.update(kbScheduleLogs).set(change).where(eq(kbScheduleLogs.id, log.id));
    if (change.status && isLogOver(change.status))
      await settleSchedules(plain, [{ scheduleId: log.scheduleId, kind: log.kind, status: change.status }], now);
    await tx.insert(deliveryEvents).values({
      subjectKind: "room_log",
      subjectId: log.id,
      layer: "provider",
      event: proof.kind === "found" ? "evidence_found" : "evidence_failed",
      code: proof.kind === "found" ? proof.certainty : "gateway_refused",
      detail: proof.kind === "found" ? (proof.ref?.slice(0, 500) ?? null) : proof.detail.slice(0, 500),
      at: now,
    });
    return true;
  });
}

const answerOf = (proof: Proof): PartAnswer =>
  proof.kind === "found"
    ? { event: "evidence_delivered", certainty: proof.certainty, providerRef: proof.ref }
    : { event: "evidence_failed", errorCode: "gateway_refused", detail: proof.detail.slice(0, 500) };

/** A part that was taken is now known to have got further. */
async function knowBetter(tx: Executor, parts: readonly RunPart[], part: RunPart, proof: Proof) {
  if (part.status !== "sent" || proof.kind !== "found" || !saysMore(proof.certainty, part.certainty)) return null;
  await tx
    .update(partsTable)
    .set({
      certainty: proof.certainty,
      providerRef: proof.ref?.slice(0, 100) ?? part.providerRef,
      ...(proof.certainty === "delivered" && { askAt: null }),
    })
    .where(inArray(partsTable.id, [part.id]));
  return {
    certainty: certaintyOf(parts.map((row) => (row.id === part.id ? { ...row, certainty: proof.certainty } : row))),
  };
}
