import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import type { Runtime } from "@/lib/runtime";
import type { EvidenceBundle, EvidenceGap } from "./evidence-bundle";
import type { RunEvidenceInput } from "./evidence-schema";
import { safeText } from "./evidence-text";
import { workerEvidence } from "./evidence-worker";
import { readRoom } from "./room-facts";
import { callsMade, type RoomRecords } from "./room-step";
import { xrayOfRun } from "./xray-run";

/**
 * Everything that is kept of one occurrence in a room, masked: where it stands, its row and its parts, its trail, the worker
 * around it, how its bot stands and what its gateway answered. Whoever may read it may take it; that they did is written down
 * before anything leaves.
 * @throws AppError not_found, the same for a foreign and an absent occurrence
 */
export async function evidenceOfRun(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  { id, format }: RunEvidenceInput,
): Promise<EvidenceBundle> {
  const { db } = rt;
  const madeAt = await rt.clock();
  const records = await readRoom(rt, scopeOf(actor), id, madeAt);
  await writeAudit(db, actor, madeAt, {
    action: "log.evidence",
    subject: `log:${id}`,
    orgId: records.run.log.orgId,
    after: { format },
  });
  const { log, schedule, room } = records.run;
  const begun = records.parts.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt]);
  const moments = [log.scheduledAt, log.createdAt, log.completedAt, ...begun, ...records.trail.map(({ at }) => at)];
  const worker = await workerEvidence(
    db,
    moments.flatMap((at) => at ?? []),
  );
  const { apiResponse: _, ...row } = log;
  const trail = records.trail.map((line) => ({ ...line, detail: line.detail && safeText(line.detail) }));
  const gaps: [EvidenceGap, boolean][] = [
    ["worker_log", true],
    ["response_of_room", true],
    ["passes_cut", worker.isCut],
  ];
  const xray = xrayOfRun(actor, records);
  return {
    subject: { kind: "run", id, recipient: null },
    madeAt,
    verdict: xray.verdict,
    files: {
      xray,
      trail,
      run: {
        ...{
          row,
          parts: records.parts.map(({ detail, ...part }) => ({ ...part, detail: detail && safeText(detail) })),
        },
        schedule: {
          id: schedule.id,
          status: schedule.status,
          version: schedule.version,
          updatedAt: schedule.updatedAt,
        },
        room: { id: room.id, status: room.status, isDeleted: room.deletedAt !== null },
        decisions: records.decisions,
        lane: records.lane && {
          leaseUntil: records.lane.leaseUntil,
          readyAt: records.lane.readyAt,
          fence: records.lane.fence,
        },
        runsAhead: records.facts.lane.ahead,
      },
      worker,
      bot: botNow(records),
      provider: {
        calls: callsMade(records).map(({ line, detail, ...call }) => ({
          ...{ ...call, event: line?.event ?? "accepted", httpStatus: line?.httpStatus ?? null },
          detail: detail && safeText(detail),
        })),
      },
    },
    gaps: gaps.flatMap(([gap, is]) => (is ? [gap] : [])),
  };
}

/** How its bot stands: neither its address nor its secret nor its name. */
function botNow({ run: { bot }, facts }: RoomRecords) {
  const { lastHealth } = bot;
  return {
    ...{ id: bot.id, gateway: bot.gateway, status: bot.status, isDeleted: bot.deletedAt !== null },
    ...{ parkReason: bot.parkReason, breakerOpenUntil: bot.breakerOpenUntil, failures: bot.failures },
    ...{ lastSeenAt: bot.lastSeenAt, access: facts.access },
    lastHealth: lastHealth && {
      ...{ ok: lastHealth.ok, at: lastHealth.at, latencyMs: lastHealth.latencyMs ?? null },
      detail: lastHealth.detail ? safeText(lastHealth.detail) : null,
    },
  };
}
