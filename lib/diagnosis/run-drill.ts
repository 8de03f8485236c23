import "server-only";
import { eq, isNull } from "drizzle-orm";
import * as z from "zod/mini";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { drills } from "@/db/schema/drills";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import { sendNow } from "@/lib/dispatch/send-now";
import { AppError } from "@/lib/errors";
import { RecipientFilter } from "@/lib/messages/list-schema";
import { listRecipients } from "@/lib/messages/recipient-queries";
import { SendRequest } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/send-message";
import type { Runtime } from "@/lib/runtime";
import { SandboxSilent } from "@/lib/transports/sandbox-port";
import { SimulatorSilent } from "@/lib/transports/simulator-port";
import type { DrillList } from "./drill-dto";
import { DRILL_MS, type DrillId, drillSpecs, isRoomDrill } from "./drill-faults";
import { requireDrill } from "./drill-may";
import { drillUndo, plantFault, unplantFault } from "./drill-plant";
import { drillRun, drillTenant } from "./drill-targets";
import { endOverdueDrills } from "./end-drill";
import { listDrills } from "./list-drills";

/** Of its own, so that no two test messages are the same text to the same number. */
const TEXT = "[연습] 도착이 이 일을 어떻게 보여 주는지 해 보고 있어요.";

/**
 * Makes one fault of a stand-in happen and sends a test message into it, as anybody would. What is planted is written down
 * first, so that it is taken away even if nobody comes back.
 * @throws AppError forbidden where something is real, or for whoever isn't an admin of the headquarters; conflict while
 * another one is planted, where there is nobody to send to, and where the stand-in doesn't answer
 */
export async function runDrill(rt: Runtime, actor: UserActor, { fault }: { fault: DrillId }): Promise<DrillList> {
  requireDrill(rt, actor, fault);
  await endOverdueDrills(rt);
  const { plant } = drillSpecs[fault];
  const [run, tenant] = await Promise.all([
    isRoomDrill(fault) ? drillRun(rt.db, actor) : null,
    isRoomDrill(fault) ? null : drillTenant(rt.db, actor),
  ]);
  if (!run && !tenant) throw new AppError("conflict", { message: "drillNoTarget" });
  const place = { roomId: run?.room.roomId ?? null, tenantId: tenant?.id ?? null, sender: tenant?.sender ?? null };
  const undo = await heard(() => drillUndo(rt, plant, place));
  const now = await rt.clock();
  const id = await retryDeadlocks(rt.db, async (tx) => {
    const open = await tx.select({ id: drills.id }).from(drills).where(isNull(drills.endedAt)).for("update");
    if (open.length > 0) throw new AppError("conflict", { message: "drillPlanted" });
    const [made] = await tx
      .insert(drills)
      .values({
        ...{ fault, undo, plantedBy: actor.userId, plantedByName: actor.name, plantedAt: now },
        endsAt: new Date(now.getTime() + DRILL_MS),
      })
      .$returningId();
    await writeAudit(tx, actor, now, { action: "drill.plant", subject: `drill:${made!.id}`, after: { fault } });
    return made!.id;
  });
  try {
    await heard(() => plantFault(rt, plant, place));
    const sent = run ? await sendRun(rt, actor, run) : await sendText(rt, actor, tenant!, plant);
    await rt.db.update(drills).set(sent).where(eq(drills.id, id));
  } catch (error) {
    await unplantFault(rt, undo).catch(() => {});
    await rt.db.update(drills).set({ endedAt: now }).where(eq(drills.id, id));
    throw error;
  }
  return listDrills(rt, actor);
}

async function heard<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SandboxSilent || error instanceof SimulatorSilent)
      throw new AppError("conflict", { message: "drillSilent" });
    throw error;
  }
}

async function sendRun(rt: Runtime, actor: UserActor, run: NonNullable<Awaited<ReturnType<typeof drillRun>>>) {
  const log = await sendNow(rt, actor, { id: run.scheduleId, kind: "test", roomId: run.room.id });
  return { logId: log.id };
}

type Tenant = NonNullable<Awaited<ReturnType<typeof drillTenant>>>;

/** To one invented number; where the number itself decides, its last four digits say what becomes of it. */
async function sendText(rt: Runtime, actor: UserActor, tenant: Tenant, plant: (typeof drillSpecs)[DrillId]["plant"]) {
  const phone = `010-0000-${plant.at === "number" ? plant.last4 : "1111"}`;
  const request = z.parse(SendRequest, {
    ...{ message_mode: "sms", raw_body: TEXT, recipients: [{ phone, name: "연습" }], is_test: true },
  });
  const { message_id: messageId } = await sendMessage(rt, actor, {
    ...{ request, tenantCode: tenant.code, idempotencyKey: null, draftKey: null },
  });
  const filter = RecipientFilter.parse({ id: String(messageId), limit: "1" });
  const { items } = await listRecipients(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, filter);
  return { messageId, recipientId: items[0]?.id ?? null };
}
