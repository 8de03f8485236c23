import "server-only";
import { desc, isNotNull, isNull } from "drizzle-orm";
import { drills } from "@/db/schema/drills";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { DrillDto, DrillList } from "./drill-dto";
import { type DrillId, drillSpecs } from "./drill-faults";
import { drillSides, requireDrill } from "./drill-may";
import { hasGone } from "./verdict-shape";
import type { Xray } from "./xray-dto";
import { xrayMessage } from "./xray-message";
import { xrayRun } from "./xray-run";

const PAST = 5;

/**
 * What is planted, what was tried last, and what the diagnosis says of each test message now.
 * @throws AppError forbidden
 */
export async function listDrills(rt: Runtime, actor: UserActor): Promise<DrillList> {
  requireDrill(rt, actor);
  const [open, past, now] = await Promise.all([
    rt.db.select().from(drills).where(isNull(drills.endedAt)).orderBy(desc(drills.id)),
    rt.db.select().from(drills).where(isNotNull(drills.endedAt)).orderBy(desc(drills.id)).limit(PAST),
    rt.clock(),
  ]);
  const shown = (rows: typeof open) => Promise.all(rows.map((row) => toDto(rt, actor, row)));
  const [openNow, before] = await Promise.all([shown(open), shown(past)]);
  return { sides: drillSides(rt), open: openNow, past: before, now: now.toISOString() };
}

async function toDto(rt: Runtime, actor: UserActor, row: typeof drills.$inferSelect): Promise<DrillDto> {
  const fault = row.fault as DrillId;
  const { messageId, recipientId, logId } = row;
  const verdict = await verdictOf(rt, actor, row);
  return {
    ...{ id: row.id, fault, by: row.plantedByName },
    plantedAt: row.plantedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    href: logId
      ? `/logs/${logId}/xray`
      : messageId
        ? `/messages/${messageId}/xray${recipientId ? `?recipient=${recipientId}` : ""}`
        : null,
    verdict,
    words: null,
    isMet: verdict !== null && isMet(fault, verdict),
  };
}

/** Where nothing is to be said it is only said in the end: what still waits may come to anything. */
function isMet(fault: DrillId, { cause, standing }: Xray["verdict"]): boolean {
  const spec = drillSpecs[fault];
  if (cause !== null) return spec?.causes.includes(cause) ?? false;
  return hasGone(standing) && (spec === undefined || spec.causes.length === 0 || spec.mayBeProven === true);
}

async function verdictOf(
  rt: Runtime,
  actor: UserActor,
  row: typeof drills.$inferSelect,
): Promise<Xray["verdict"] | null> {
  const { messageId, recipientId, logId } = row;
  try {
    if (logId) return (await xrayRun(rt, actor, { id: logId })).verdict;
    if (!messageId) return null;
    return (await xrayMessage(rt, actor, { id: messageId, ...(recipientId && { recipient: recipientId }) })).verdict;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
