import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { sendBatches } from "@/db/schema/messages";
import { messageTemplates } from "@/db/schema/schedules";
import { plantUser } from "@/db/testing/plant";
import { decideBatch } from "@/lib/batches/decide-batch";
import type { BatchDecision } from "@/lib/batches/schema";
import { cancelMessage } from "@/lib/messages/cancel-message";
import { DEMO_PF_ID } from "@/lib/simulator/account";
import { openCaller } from "@/lib/simulator/caller";
import { createSolapi } from "@/lib/transports/solapi";
import { simulate } from "./batch-rig";
import type { BatchWorld } from "./batch-world";
import { plantAlimtalk } from "./message-rig";
import {
  accepted,
  ended,
  HOUR,
  MINUTE,
  type PhonePlant,
  type PlantedPhone,
  sickOn,
  someNumber,
  tenantSet,
} from "./phone-plant";

const account = (w: BatchWorld, patch: object) => simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, patch);

/** Solapi is set up so, and a worker meets it. */
const met = (spoil: (w: BatchWorld) => unknown) => async (w: BatchWorld) => {
  const planted = await accepted(w);
  await spoil(w);
  await w.serve();
  return planted;
};

/** Sent to a number that ends with this code, and its report read. */
const reported =
  (code: string, body: Parameters<typeof accepted>[1] = {}) =>
  async (w: BatchWorld) => {
    const recipients = [{ phone: someNumber(code), name: "이봄" }];
    const planted = await accepted(w, { ...body, recipients });
    await w.serve();
    await w.pass(11_000);
    await w.poll();
    return planted;
  };

/** A template of ours, and what Kakao makes of it. */
export const talk = async (w: BatchWorld, status: "APPROVED" | "REJECTED" = "APPROVED") => {
  await tenantSet(w, { kakaoPfId: DEMO_PF_ID });
  const content = "#{이름}님 안녕하세요";
  const template_id = await plantAlimtalk(w.db, w.payer.org, content);
  const [own] = await w.db.select().from(messageTemplates).where(eq(messageTemplates.id, template_id));
  const template = { templateId: own!.solapiTemplateId, name: "안내", channelId: DEMO_PF_ID, content, status };
  await simulate(w.url, "PUT", `accounts/${w.payer.accountId}/templates`, template);
  return { message_mode: "alimtalk" as const, raw_body: null, template_id };
};

const talkReported = (code: string) => async (w: BatchWorld) => reported(code, await talk(w))(w);

/** Everything is answered as one whose clock is wrong is answered. */
async function skewed(w: BatchWorld): Promise<PlantedPhone> {
  const planted = await accepted(w);
  const server = createServer((_request, response) =>
    response
      .writeHead(403, { "content-type": "application/json" })
      .end(JSON.stringify({ errorCode: "RequestTimeTooSkewed", errorMessage: "시간이 맞지 않습니다." })),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  w.rt.phone = createSolapi({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await w.serve();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  w.rt.phone = createSolapi({ baseUrl: w.url, timeoutMs: 1_500 });
  return planted;
}

const only = async (w: BatchWorld) => (await w.db.select().from(sendBatches))[0]!;

/** Built and fixed, and the send itself came to nothing. */
async function built(w: BatchWorld): Promise<PlantedPhone> {
  const planted = await accepted(w);
  await w.fault("send", "http_429", { when: "before" });
  await w.serve();
  return planted;
}

async function deleted(w: BatchWorld): Promise<PlantedPhone> {
  const planted = await built(w);
  const { groupId } = await only(w);
  const caller = openCaller(w.url, { apiKey: w.payer.apiKey, apiSecret: "TESTSECRET00000000000000" });
  const { status } = await caller.delete(`/messages/v4/groups/${groupId}`);
  if (status !== 200) throw new Error(`not deleted: ${status}`);
  w.time.shiftMs += 10 * MINUTE;
  await w.serve();
  return planted;
}

async function lost(w: BatchWorld): Promise<PlantedPhone> {
  const planted = await built(w);
  const { groupId } = await only(w);
  await w.db.update(sendBatches).set({ groupId: `${groupId!.slice(0, -4)}ZZZZ` });
  for (let n = 0; n < 7; n++) {
    w.time.shiftMs += 6 * MINUTE;
    await w.serve();
  }
  return planted;
}

async function failedGroup(w: BatchWorld): Promise<PlantedPhone> {
  await w.settings({ rateLimit: null, dailyQuota: 1 });
  const planted = await accepted(w, { recipients: [{ phone: someNumber() }, { phone: someNumber() }] });
  await w.serve();
  return planted;
}

const decided = (decision: BatchDecision) => async (w: BatchWorld) => {
  const planted = await failedGroup(w);
  const { id: batchId } = await only(w);
  const actor = await plantUser(w.db, w.payer.org, "operator");
  await decideBatch(w.rt, actor, { id: planted.messageId, batchId, decision });
  return planted;
};

async function withdrawing(w: BatchWorld): Promise<PlantedPhone> {
  const planted = await built(w);
  const actor = await plantUser(w.db, w.payer.org, "operator");
  await cancelMessage(w.rt, actor, { id: planted.messageId });
  await w.fault("delete", "hang", { when: "before" });
  await w.serve();
  return planted;
}

async function silent(w: BatchWorld, ms: number): Promise<PlantedPhone> {
  const planted = await accepted(w, { recipients: [{ phone: someNumber("0000") }] });
  await w.serve();
  await w.pass(ms);
  await w.poll();
  return planted;
}

/** Its tenant was held for another message, and nobody has tried this one. */
async function another(w: BatchWorld): Promise<PlantedPhone> {
  await account(w, { balance: 0 });
  await accepted(w);
  await w.serve();
  return accepted(w);
}

const unsure = (kind: string, when: "before" | "after") => met((w) => w.fault("send", kind, { when }));

/** Held for what Solapi had no money for; topped up, sent, and the answer lost. */
async function unsureAfterHold(w: BatchWorld): Promise<PlantedPhone> {
  const planted = await accepted(w);
  await account(w, { balance: 0 });
  await w.serve();
  await account(w, { balance: 1_000_000 });
  w.time.shiftMs += 6 * MINUTE;
  await w.fault("send", "reset", { when: "after" });
  await w.serve();
  return planted;
}

export const accountPlants: readonly PhonePlant[] = sickOn("provider", [
  ["a key Solapi doesn't take", "auth_failed", "check_key", met((w) => account(w, { apiSecret: "ANOTHERSECRET" }))],
  [
    "calls from this address aren't allowed",
    "ip_not_allowed",
    "allow_ip",
    met((w) => account(w, { allowedIps: ["192.0.2.1"] })),
  ],
  ["a clock that is wrong", "clock_skew", "set_clock", skewed],
  ["no balance at Solapi", "no_balance", "charge_solapi", met((w) => account(w, { balance: 0 }))],
  ["held for what another message met", "no_balance", "charge_solapi", another],
  [
    "a sender Solapi doesn't know (1062)",
    "sender_unregistered",
    "register_sender",
    met((w) => account(w, { senders: [] })),
  ],
  [
    "held since a carrier guarded the sender of another message (3059)",
    "number_guarded",
    "lift_number_guard",
    async (w) => {
      await reported("3059")(w);
      return accepted(w);
    },
  ],
  ["an account Solapi blocked (2063)", "app_blocked", "ask_solapi", reported("2063"), ended],
  [
    "a template Kakao refused since (1042)",
    "template_refused",
    "fix_template",
    async (w) => {
      const planted = await accepted(w, await talk(w, "REJECTED"));
      await w.serve();
      return planted;
    },
  ],
  ["a group Solapi gave up", "group_failed", "decide_batch", failedGroup],
  ["a group somebody deleted", "group_deleted", "decide_batch", deleted],
  ["a group nobody knows", "group_lost", "decide_batch", lost],
  [
    "too many calls at once",
    "provider_throttled",
    "wait_for_provider",
    met((w) => w.fault("create", "http_429", { when: "before" })),
  ],
  [
    "a build that broke",
    "provider_unreachable",
    "wait_for_provider",
    met((w) => w.fault("add", "http_500", { when: "before" })),
  ],
  [
    "a send nobody heard the answer of",
    "send_unsure",
    "wait_for_provider",
    unsure("reset", "after"),
    { standing: "unknown" },
  ],
  [
    "a send nobody heard the answer of, once it was no longer held for money",
    "send_unsure",
    "wait_for_provider",
    unsureAfterHold,
    { standing: "unknown" },
  ],
  ["a send that hangs", "send_unsure", "wait_for_provider", unsure("hang", "before"), { standing: "unknown" }],
  ["asked back, and Solapi doesn't answer", "withdraw_waits", "wait_for_provider", withdrawing],
]);

export const resultPlants: readonly PhonePlant[] = sickOn("provider", [
  ["F: the text isn't carried (3054)", "text_refused", "fix_text", reported("3054"), ended],
  ["F: a number that is no more (3032)", "number_dead", "fix_number", reported("3032"), ended],
  [
    "F: who refused by 080 (1061)",
    "recipient_opted_out",
    "respect_refusal",
    async (w) => {
      const phone = someNumber();
      await account(w, { denials: [{ recipientNumber: phone, senderNumber: w.payer.sender }] });
      const planted = await accepted(w, { recipients: [{ phone }] });
      await w.serve();
      return planted;
    },
    ended,
  ],
  ["F: a phone that refuses the call (3047)", "recipient_refuses", "ask_recipient", reported("3047"), ended],
  ["F: no KakaoTalk (3104)", "no_kakao", "send_as_text", talkReported("3104"), ended],
  ["T: no Alimtalk at this hour (3108)", "not_by_night", "send_by_day", talkReported("3108"), ended],
  ["T: the phone was off (3043)", "carrier_failed", "resend_message", reported("3043"), ended],
  ["C: a sender its carrier guards (3059)", "number_guarded", "lift_number_guard", reported("3059"), ended],
  ["F: something is wrong with what we send (3049)", "request_wrong", "tell_operator", reported("3049"), ended],
  ["a person's word that nothing left", "not_sent_by_word", "resend_message", decided("not_sent"), ended],
  [
    "a person's word that nobody can tell",
    "nobody_knows",
    "ask_recipient",
    decided("give_up"),
    { standing: "unknown" },
  ],
  ["no report within 72 hours", "no_report", "ask_recipient", (w) => silent(w, 73 * HOUR), { standing: "unknown" }],
  ["no report for a day", "report_late", "wait_for_report", (w) => silent(w, 30 * HOUR), { standing: "sent" }],
  [
    "U: a code that says nothing (3048)",
    "report_late",
    "wait_for_report",
    async (w) => {
      const planted = await reported("3048")(w);
      await w.pass(30 * HOUR);
      await w.poll();
      return planted;
    },
    { standing: "sent" },
  ],
]);
