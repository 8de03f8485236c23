import { eq } from "drizzle-orm";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { messageTemplates } from "@/db/schema/schedules";
import { tenantSenders } from "@/db/schema/tenants";
import { beatInstance } from "@/lib/alerts/beat-instance";
import { beginBuild } from "@/lib/batches/build-gate";
import { claimBatches } from "@/lib/batches/claim-batches";
import { MOST_LOST_BUILDS } from "@/lib/batches/steps";
import { createMysqlQueue } from "@/lib/queue/mysql";
import { createSqsQueue } from "@/lib/queue/sqs";
import { withFallback } from "@/lib/queue/with-fallback";
import type { BatchWorld } from "./batch-world";
import { plantAlimtalk } from "./message-rig";
import {
  accept,
  accepted,
  at,
  daytime,
  ended,
  HOUR,
  MINUTE,
  type PhonePlant,
  type PlantedPhone,
  passed,
  sickOn,
  tenantSet,
} from "./phone-plant";
import { plantCustomer, plantOptOut } from "./plant-customer";
import { startSqsServer } from "./sqs-server";

type Sqs = Awaited<ReturnType<typeof startSqsServer>>;

/** With a queue beside the table; whatever it is told to do wrong, it does. */
const withSqs = (spoil: (sqs: Sqs) => unknown, then: (w: BatchWorld) => Promise<unknown>) => async (w: BatchWorld) => {
  const sqs = await startSqsServer();
  w.rt.queue = withFallback(createSqsQueue(sqs.settings(), { waitSeconds: 0 }), createMysqlQueue(w.db, w.rt.clock));
  const planted = await accepted(w);
  await spoil(sqs);
  await then(w);
  await sqs.stop();
  return planted;
};
const refusing = (code: string) => (sqs: Sqs) => {
  sqs.faults.refuse = { action: "SendMessageBatch", code, times: 1_000 };
};
const serve = (w: BatchWorld) => w.serve();
const wait = (ms: number) => async (w: BatchWorld) => {
  w.time.shiftMs += ms;
};

/** Accepted, then changed, then looked at by a worker. */
const thenServed = (change: (w: BatchWorld, planted: PlantedPhone) => unknown) => async (w: BatchWorld) => {
  const planted = await accepted(w);
  await change(w, planted);
  await w.serve();
  return planted;
};
const batchIdOf = async (w: BatchWorld) => (await w.db.select({ id: sendBatches.id }).from(sendBatches))[0]!.id;

/** A worker that takes it, begins to build it and is gone. */
async function die(w: BatchWorld, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) {
    for (const lease of await claimBatches(w.db, await w.rt.clock(), "mortal", [await batchIdOf(w)]))
      await beginBuild(w.db, lease);
    w.time.shiftMs += MINUTE + 1_000;
  }
}

export const queuePlants: readonly PhonePlant[] = sickOn("queue", [
  [
    "a row that never came into a batch",
    "not_in_queue",
    "tell_operator",
    async (w) => {
      const planted = await accepted(w);
      await w.db.update(messageLogs).set({ batchId: null }).where(eq(messageLogs.id, planted.recipient));
      return planted;
    },
  ],
  ["a queue that lets nobody in", "queue_denied", "allow_queue", withSqs(refusing("AccessDenied"), serve)],
  ["a queue with another key", "queue_key_wrong", "set_queue_key", withSqs(refusing("InvalidClientTokenId"), serve)],
  ["a queue that isn't there", "queue_missing", "name_queue", withSqs(refusing("QueueDoesNotExist"), serve)],
  ["a queue nobody can reach", "queue_unreachable", "reach_queue", withSqs(refusing("ServiceUnavailable"), serve)],
  ["nobody told the queue", "queue_not_told", "put_in_queue_again", withSqs(() => {}, wait(4 * MINUTE))],
  [
    "the queue was told and nobody reads it",
    "queue_not_read",
    "read_queue",
    withSqs(
      (sqs) => {
        sqs.faults.lose = 1;
      },
      async (w) => {
        await w.serve();
        w.time.shiftMs += 11 * MINUTE;
      },
    ),
  ],
  [
    "due for long in a line that moves too slowly",
    "queue_long",
    "add_worker",
    async (w) => {
      const planted = await accepted(w);
      w.time.shiftMs += 11 * MINUTE;
      return planted;
    },
  ],
]);

async function picture(w: BatchWorld): Promise<PlantedPhone> {
  const planted = await accepted(w, { message_mode: "lms" });
  const channel = "mms" as const;
  await w.db.update(sendBatches).set({ channel });
  await w.db.update(messages).set({ messageMode: channel, imageKey: "img/1/2026/gone.jpg" });
  await w.serve();
  return planted;
}

const noon = async (w: BatchWorld) => {
  daytime(w);
  await tenantSet(w, { adSenderName: "귤가게", optOutNumber: "0800000123" });
  return plantCustomer(w.db, w.payer.org, { adConsent: true, nightConsent: true });
};

export const workerPlants: readonly PhonePlant[] = sickOn("worker", [
  [
    "nobody is there at all",
    "no_worker",
    "start_worker",
    async (w) => {
      const planted = await accepted(w);
      w.time.shiftMs += 5 * MINUTE;
      return planted;
    },
    { isDead: true },
  ],
  [
    "somebody lives, and nobody passes by",
    "scheduler_stopped",
    "start_scheduler",
    async (w) => {
      await passed(w);
      const planted = await accepted(w);
      w.time.shiftMs += 5 * MINUTE;
      await beatInstance(w.rt, { name: "worker-1", kind: "worker", version: "1.4.0" });
      return planted;
    },
    { isDead: true },
  ],
  [
    "builders who die over it",
    "builds_crash",
    "read_worker_log",
    async (w) => {
      const planted = await accepted(w);
      await die(w, 2);
      return planted;
    },
  ],
  [
    "a worker that took it and never came back",
    "lease_lost",
    "let_resume",
    async (w) => {
      const planted = await accepted(w);
      await die(w);
      w.time.shiftMs += 3 * MINUTE;
      return planted;
    },
  ],
  [
    "a fault of the program",
    "worker_fault",
    "read_worker_log",
    thenServed((w) => {
      w.rt.phone.build = async () => {
        throw new Error("a fault of ours");
      };
    }),
  ],
  [
    "who took their word back after it was accepted",
    "left_out",
    "respect_refusal",
    async (w) => {
      const [willing, gone] = [await noon(w), await noon(w)];
      const asked = await accept(w, { purpose: "ad", raw_body: "귤이 싸요", recipient_ids: [willing.id, gone.id] });
      await plantOptOut(w.db, w.payer, gone.digits!);
      await w.serve();
      return at(asked, 1);
    },
    ended,
  ],
  [
    "a sender no longer verified",
    "sender_lapsed",
    "choose_sender",
    thenServed((w) => w.db.update(tenantSenders).set({ status: "revoked" })),
  ],
  ["no key for Solapi", "key_missing", "set_solapi_key", thenServed((w) => tenantSet(w, { solapiKey: null }))],
  [
    "a key nobody can open",
    "key_unreadable",
    "restore_keys",
    thenServed((w) => tenantSet(w, { solapiKey: Buffer.alloc(80, 3) })),
  ],
  [
    "messaging switched off after it was accepted",
    "messaging_off",
    "turn_messaging_on",
    thenServed((w) => tenantSet(w, { messagingIsActive: false })),
  ],
  [
    "a template taken back after it was accepted",
    "template_unapproved",
    "choose_template",
    async (w) => {
      await tenantSet(w, { kakaoPfId: "KA01PF1" });
      const template_id = await plantAlimtalk(w.db, w.payer.org, "#{이름}님 안녕하세요");
      const planted = await accepted(w, { message_mode: "alimtalk", raw_body: null, template_id });
      await w.db.update(messageTemplates).set({ solapiStatus: "REJECTED" });
      await w.serve();
      return planted;
    },
  ],
  [
    "accepted for the simulator, and the real one is on",
    "mode_changed",
    "use_same_mode",
    thenServed((w) => w.db.update(messages).set({ isSandbox: false })),
  ],
  ["a picture that is gone", "picture_missing", "upload_image", picture],
  [
    "numbers nobody can open",
    "number_unreadable",
    "restore_keys",
    thenServed((w) => w.db.update(messageLogs).set({ phone: Buffer.alloc(60, 3) })),
  ],
  [
    "a batch five builders died over",
    "build_lost",
    "decide_batch",
    async (w) => {
      const planted = await accepted(w);
      await die(w, MOST_LOST_BUILDS);
      await w.serve();
      return planted;
    },
  ],
  [
    "not sent in time",
    "expired",
    "resend_message",
    async (w) => {
      const planted = await accepted(w);
      w.time.shiftMs += 25 * HOUR;
      await w.serve();
      return planted;
    },
    ended,
  ],
  [
    "sent, and nobody asks for its results",
    "results_not_asked",
    "start_scheduler",
    async (w) => {
      const planted = await accepted(w);
      await w.serve();
      w.time.shiftMs += 45 * MINUTE;
      return planted;
    },
    { standing: "sent" },
  ],
]);
