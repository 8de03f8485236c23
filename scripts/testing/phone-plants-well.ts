import { messages } from "@/db/schema/messages";
import { plantUser } from "@/db/testing/plant";
import { claimBatches } from "@/lib/batches/claim-batches";
import { cancelMessage } from "@/lib/messages/cancel-message";
import { resendFailed } from "@/lib/messages/resend-failed";
import { simulate } from "./batch-rig";
import type { BatchWorld } from "./batch-world";
import { bringIn, logFile, messageFile, oldNumber } from "./history-rig";
import {
  accept,
  accepted,
  at,
  daytime,
  HOUR,
  MINUTE,
  type PhonePlant,
  type PlantedPhone,
  rowsOfMessage,
  someNumber,
  tenantSet,
} from "./phone-plant";
import { talk } from "./phone-plants-provider";
import { plantCustomer } from "./plant-customer";
import { recoverAll } from "./recovery-rig";

const well = (rows: readonly [name: string, standing: string, plant: PhonePlant["plant"]][]): PhonePlant[] =>
  rows.map(([name, standing, plant]) => ({ name, standing, plant, cause: null, layer: null, fix: null }));

async function delivered(w: BatchWorld, planted: PlantedPhone): Promise<PlantedPhone> {
  await w.serve();
  await w.pass(11_000);
  await w.poll();
  return planted;
}

/** Whatever the number says: what goes to it now arrives. */
async function arrives(w: BatchWorld, messageId: number): Promise<void> {
  await w.settings({ resultDelayMs: 60_000 });
  await w.serve();
  const { solapiMessageId } = (await rowsOfMessage(w, messageId)).at(-1)!;
  await simulate(w.url, "POST", "results", { messageIds: [solapiMessageId], statusCode: "4000" });
  await w.pass(20_000);
  await w.poll();
}

/** A message of an old system, and its first recipient where anybody wrote a row. */
async function imported(w: BatchWorld, code: string | null, isLogged = true): Promise<PlantedPhone> {
  const phone = oldNumber(1);
  await bringIn(w.rt, messageFile([{ id: 1, numbers: [phone] }]), { fileName: "messages.json" });
  if (isLogged) {
    const line = { id: 1, phone, ...(code && { code, status: "delivered" }) };
    await bringIn(w.rt, logFile([line]), { fileName: "logs.json" });
  }
  const [message] = await w.db.select({ id: messages.id }).from(messages);
  const rows = await rowsOfMessage(w, message!.id);
  return { messageId: message!.id, recipient: rows[0]?.id ?? 0 };
}

/** Nothing of these may be called broken. */
export const wellPlants: readonly PhonePlant[] = well([
  ["accepted a moment ago", "waiting", (w) => accepted(w)],
  [
    "to be sent later",
    "waiting",
    async (w) => {
      const later = new Date(Date.now() + 30 * 3_600_000 + 9 * 3_600_000);
      return accepted(w, { send_at: later.toISOString().slice(0, 16) });
    },
  ],
  [
    "an advertisement that waits for the morning",
    "waiting",
    async (w) => {
      daytime(w);
      await tenantSet(w, { adSenderName: "귤가게", optOutNumber: "0800000123" });
      const { id } = await plantCustomer(w.db, w.payer.org, { adConsent: true, nightConsent: false });
      const planted = await accepted(w, { purpose: "ad", raw_body: "귤이 싸요", recipient_ids: [id] });
      w.time.shiftMs += 10 * HOUR;
      await w.serve();
      return planted;
    },
  ],
  [
    "in a worker's hands",
    "moving",
    async (w) => {
      const planted = await accepted(w);
      const [row] = await rowsOfMessage(w, planted.messageId);
      await claimBatches(w.db, await w.rt.clock(), "worker-2", [row!.batchId!]);
      return planted;
    },
  ],
  [
    "sent, and its report isn't there yet",
    "sent",
    async (w) => {
      const planted = await accepted(w);
      await w.serve();
      return planted;
    },
  ],
  ["delivered", "delivered", async (w) => delivered(w, await accepted(w))],
  [
    "delivered after a build that broke",
    "delivered",
    async (w) => {
      const planted = await accepted(w);
      await w.fault("create", "http_500", { when: "before" });
      await w.serve();
      w.time.shiftMs += MINUTE;
      return delivered(w, planted);
    },
  ],
  [
    "delivered after a send nobody heard the answer of",
    "delivered",
    async (w) => {
      const planted = await accepted(w);
      await w.fault("send", "reset", { when: "after" });
      await w.serve();
      w.time.shiftMs += MINUTE;
      return delivered(w, planted);
    },
  ],
  [
    "delivered once its tenant may send again",
    "delivered",
    async (w) => {
      const planted = await accepted(w);
      await tenantSet(w, { messagingIsActive: false });
      await w.serve();
      await tenantSet(w, { messagingIsActive: true });
      w.time.shiftMs += 6 * MINUTE;
      return delivered(w, planted);
    },
  ],
  [
    "delivered, and nobody works any more",
    "delivered",
    async (w) => {
      const planted = await delivered(w, await accepted(w));
      w.time.shiftMs += 60 * MINUTE;
      return planted;
    },
  ],
  [
    "free of charge",
    "delivered",
    async (w) => {
      await tenantSet(w, { basePrice: "0.00" });
      return delivered(w, await accepted(w));
    },
  ],
  [
    "no KakaoTalk, and the text after it arrived",
    "delivered",
    async (w) => {
      const body = { ...(await talk(w)), message_mode: "both" as const };
      const asked = await accept(w, { ...body, recipients: [{ phone: someNumber("3104"), name: "이봄" }] });
      await delivered(w, at(asked));
      await arrives(w, asked.messageId);
      return at(asked);
    },
  ],
  [
    "failed, and sent again with luck",
    "delivered",
    async (w) => {
      const asked = await accept(w, { recipients: [{ phone: someNumber("3043"), name: "이봄" }] });
      await delivered(w, at(asked));
      await resendFailed(w.rt, asked.actor, { id: asked.messageId });
      await arrives(w, asked.messageId);
      return at(asked);
    },
  ],
  [
    "taken back by a person before it went",
    "ended",
    async (w) => {
      const planted = await accepted(w);
      const actor = await plantUser(w.db, w.payer.org, "operator");
      await cancelMessage(w.rt, actor, { id: planted.messageId });
      return planted;
    },
  ],
  ["of an old system, with the provider's word", "delivered", (w) => imported(w, "4000")],
  ["of an old system, by its own word only", "sent", (w) => imported(w, null)],
  [
    "recovered by a rule, and nobody saw it",
    "unrecorded",
    async (w) => {
      await imported(w, null, false);
      await recoverAll(w.rt);
      const [message] = await w.db.select({ id: messages.id }).from(messages);
      return { messageId: message!.id, recipient: (await rowsOfMessage(w, message!.id))[0]!.id };
    },
  ],
]);
