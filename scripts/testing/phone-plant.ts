import { asc, eq } from "drizzle-orm";
import type { Layer } from "@/db/enums";
import { ticks } from "@/db/schema/dispatch";
import { messageLogs } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { plantUser } from "@/db/testing/plant";
import { beatInstance } from "@/lib/alerts/beat-instance";
import type { SendBody } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/send-message";
import type { BatchWorld } from "./batch-world";
import { orderOf } from "./message-rig";

export type PlantedPhone = { messageId: number; recipient: number };

/** A state of the real engine and what has to be said of it. `cause` null: it is well, and nothing may be made of it. */
export type PhonePlant = {
  name: string;
  cause: string | null;
  layer: Layer | null;
  fix: string | null;
  standing: string;
  /** Nobody passes by and no process lives. */
  isDead?: boolean;
  plant: (w: BatchWorld) => Promise<PlantedPhone>;
};

type Sick = [name: string, cause: string, fix: string, plant: PhonePlant["plant"], over?: Partial<PhonePlant>];

/** Conditions of one layer; stuck unless they say otherwise. */
export const sickOn = (layer: Layer, rows: readonly Sick[]): PhonePlant[] =>
  rows.map(([name, cause, fix, plant, over]) => ({ name, cause, layer, fix, standing: "stuck", plant, ...over }));

export const ended = { standing: "ended" } as const;

let serial = 0;
/** `01000xxxxxx`, another one each time, ending as wanted. */
export const someNumber = (last4 = "1111"): string => `010${String(++serial % 10_000).padStart(4, "0")}${last4}`;

/** Accepts a message as the API does; its rows in the order asked for. */
export async function accept(w: BatchWorld, body: Partial<SendBody> = {}) {
  const actor = await plantUser(w.db, w.payer.org, "admin");
  const { message_mode = "sms", recipients } = body;
  const isNamed = "recipient_ids" in body || "list_ids" in body;
  const asked = recipients ?? (isNamed ? [] : [{ phone: someNumber(), name: "이봄" }]);
  const order = orderOf({ ...body, message_mode, recipients: asked });
  const { message_id: messageId } = await sendMessage(w.rt, actor, order);
  return { messageId, rows: await rowsOfMessage(w, messageId), actor };
}

export const rowsOfMessage = (w: BatchWorld, messageId: number) =>
  w.db.select().from(messageLogs).where(eq(messageLogs.messageId, messageId)).orderBy(asc(messageLogs.id));

/** The recipient at a place of the request, or the last there is. */
export const at = ({ messageId, rows }: Awaited<ReturnType<typeof accept>>, place = 0): PlantedPhone => ({
  messageId,
  recipient: rows.at(place)!.id,
});

export const accepted = async (w: BatchWorld, body: Partial<SendBody> = {}) => at(await accept(w, body));

export const tenantSet = (w: BatchWorld, set: Partial<typeof tenants.$inferInsert>) =>
  w.db.update(tenants).set(set).where(eq(tenants.id, w.payer.id));

/** Noon in Korea, tomorrow: advertisements may go. */
export function daytime(w: BatchWorld): void {
  const noon = new Date();
  noon.setUTCHours(3, 0, 0, 0);
  w.time.shiftMs += noon.getTime() + 86_400_000 - Date.now();
}

/** A pass ended well just now, and a worker lives. */
export async function alive(w: BatchWorld): Promise<void> {
  await beatInstance(w.rt, { name: "worker-2", kind: "worker", version: "1.4.0" });
  await passed(w);
}

export async function passed(w: BatchWorld): Promise<void> {
  const now = await w.rt.clock();
  const values = { startedAt: now, finishedAt: now, instance: "worker-2" };
  await w.db.insert(ticks).values({ ...values, executionId: `pass-${++serial}-${Date.now()}` });
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
