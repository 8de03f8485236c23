import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deliveryEvents } from "@/db/schema/deliveries";
import { tenants } from "@/db/schema/tenants";
import { plantOrg } from "@/db/testing/plant";
import { checkAlerts } from "@/lib/alerts/check-alerts";
import { syncOptOutsNightly } from "@/lib/customers/sync-opt-outs-nightly";
import { createMysqlQueue } from "@/lib/queue/mysql";
import { createSqsQueue } from "@/lib/queue/sqs";
import { withFallback } from "@/lib/queue/with-fallback";
import { faultKinds } from "@/lib/simulator/faults";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { askSendersNightly } from "@/lib/tenants/ask-senders-nightly";
import { groupsOf, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { canaryRig } from "@/scripts/testing/canary-rig";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { startSqsServer } from "@/scripts/testing/sqs-server";
import * as alertsDoor from "./alerts/route";
import * as reveal from "./customers/[id]/reveal/route";
import * as customer from "./customers/[id]/route";
import * as customersFile from "./customers/export/route";
import * as customersDoor from "./customers/route";
import * as health from "./health/route";
import * as images from "./images/route";
import * as cancel from "./messages/[id]/cancel/route";
import * as messageEvidence from "./messages/[id]/evidence/route";
import * as messageFile from "./messages/[id]/export/route";
import * as recipients from "./messages/[id]/recipients/route";
import * as resend from "./messages/[id]/resend/route";
import * as message from "./messages/[id]/route";
import * as messageXray from "./messages/[id]/xray/route";
import * as notifications from "./messages/notifications/route";
import * as preview from "./messages/preview/route";
import * as messagesDoor from "./messages/route";
import * as metrics from "./metrics/route";
import * as refusals from "./opt-outs/route";
import * as refusalsSync from "./opt-outs/sync/route";
import * as check from "./tenants/[id]/check/route";
import * as key from "./tenants/[id]/key/route";
import * as ledger from "./tenants/[id]/ledger/route";
import * as tenant from "./tenants/[id]/route";
import * as senders from "./tenants/[id]/senders/route";
import * as tenantsDoor from "./tenants/route";
import * as send from "./v1/messaging/send/route";
import * as hook from "./webhooks/solapi/route";

/** A number and a key of nobody: wherever one of them turns up, it came out by that way. */
const PHONE = "01000007777";
const KEY = { apiKey: "NCSCANARY0000KEY", apiSecret: "CANARYSECRETCANARYSECRETCANARY01" };
const FORMS = [PHONE, "010-0000-7777", "010 0000 7777", "1000007777", KEY.apiKey, KEY.apiSecret];
const HOOK_SECRET = "hook-secret-of-the-test-hook-secret";
const WRITES = ["create", "add", "send", "delete"];
const READS = ["groups", "list", "group", "balance", "senders", "blacks"];

const w = batchWorld();
const { note, call, tokenOf, noteDatabase, noteFiles, leaks, by } = canaryRig(w, FORMS);
let sqs: Awaited<ReturnType<typeof startSqsServer>>;
let folder: string;

beforeEach(async () => {
  sqs = await startSqsServer();
  folder = await mkdtemp(join(tmpdir(), "dochak-canary-"));
  w.rt.storage = createLocalDisk(folder);
  w.rt.queue = withFallback(createSqsQueue(sqs.settings(), { waitSeconds: 0 }), createMysqlQueue(w.db, w.rt.clock));
  w.rt.env = { ...w.rt.env, SOLAPI_WEBHOOK_SECRET: HOOK_SECRET, METRICS_TOKEN: "m".repeat(40) };
  w.rt.webhook = {
    host: "hook.example",
    send: async (body) => {
      note("alert", body);
      return { ok: true, status: 200, ms: 1 };
    },
  };
  vi.stubGlobal("dochakRuntime", w.rt);
});
afterEach(async () => {
  await sqs.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A picture whose camera wrote down whose it is. */
const picture = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: "#c40" } })
    .withExif({ IFD0: { ImageDescription: PHONE, Artist: KEY.apiSecret } })
    .jpeg()
    .toBuffer();

test("neither a number nor a key comes out by any way, whatever goes wrong between accepting a message and its report", async () => {
  const { org, id } = w.payer;
  const admin = await tokenOf(org, "admin");
  const operator = await tokenOf(org, "operator");
  const viewer = await tokenOf(org, "viewer");
  const stranger = await tokenOf(await plantOrg(w.db, "branch", null), "admin");
  const change = (patch: object) => simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, patch);
  await change(KEY);
  await w.db.update(tenants).set({ adSenderName: "귤가게", optOutNumber: "0800000123" }).where(eq(tenants.id, id));
  const one = await plantCustomer(w.db, org, { digits: PHONE, name: "이봄" });

  // The key goes in, well and badly.
  const ofTenant = { params: { id } };
  for (const body of [{ ...KEY, apiSecret: "" }, { ...KEY, apiKey: `${KEY.apiKey}!` }, `{"apiKey":"${KEY.apiKey}",`])
    expect((await call(key.PUT, { token: admin, body, ...ofTenant })).status).toBeGreaterThanOrEqual(400);
  expect((await call(key.PUT, { token: admin, body: KEY, ...ofTenant })).status).toBe(200);
  expect((await call(key.PUT, { token: operator, body: KEY, ...ofTenant })).status).toBe(403);

  // Accepted as people write it, and refused for every reason a body can have.
  const text = { message_mode: "sms", raw_body: "귤이 도착했어요" };
  const accept = async (over: object = {}) => {
    const body = { ...text, recipients: [{ phone: "010-0000-7777", name: "이봄" }], ...over };
    const { status, json } = await call(send.POST, { token: operator, body });
    expect(status).toBe(202);
    return Number(json().message_id);
  };
  const first = await accept({ recipient_ids: [one.id], recipients: [] });
  for (const body of [
    { ...text, recipients: [{ phone: `${PHONE}1` }] },
    { ...text, raw_body: "🍊", recipients: [{ phone: PHONE }] },
    { ...text, sender: PHONE, recipients: [{ phone: PHONE }] },
    { ...text, purpose: "ad", recipients: [{ phone: PHONE }] },
    `{"recipients":[{"phone":"${PHONE}"`,
  ])
    expect((await call(send.POST, { token: operator, body })).status).toBeGreaterThanOrEqual(400);
  await call(preview.POST, { token: operator, body: { ...text, recipients: [{ phone: PHONE }, { phone: PHONE }] } });

  // A picture goes the same way, and lies on the disk.
  const bytes = await picture();
  const given = { "content-type": "image/jpeg", "x-filename": "a.jpg", "content-length": String(bytes.length) };
  const image = await call(images.POST, { token: operator, body: new Uint8Array(bytes), headers: given });
  expect(image.status).toBe(201);
  await accept({ message_mode: "mms", image_key: image.json().key });

  // Built and sent through every fault there is, before and after it is done.
  for (const kind of faultKinds)
    for (const when of ["before", "after"] as const) {
      for (const route of WRITES) {
        await accept();
        await w.fault(route, kind, { when, ms: 10 });
      }
      const last = await accept();
      await w.serve();
      await call(cancel.POST, { token: operator, body: {}, params: { id: last } });
      w.time.shiftMs += 6 * 60_000;
      await w.serve();
      await simulate(w.url, "DELETE", "faults");
    }
  await change({ denials: [{ recipientNumber: PHONE, senderNumber: w.payer.sender }] });
  for (const kind of faultKinds) {
    for (const route of READS) await w.fault(route, kind, { ms: 10 });
    await w.pass(6 * 60_000);
    await w.poll();
    await call(check.POST, { token: admin, body: {}, ...ofTenant });
    await call(refusalsSync.POST, { token: operator, body: {} });
    await simulate(w.url, "DELETE", "faults");
  }
  // Refused for the recipient, for the sender, for the key; taken back; given up.
  const failing = await accept();
  await change({ blocked: [PHONE] });
  await w.serve();
  for (const patch of [
    { blocked: [], senders: [] },
    { apiSecret: "ANOTHERSECRETANOTHERSECRET000000" },
    { allowedIps: ["203.0.113.1"] },
  ]) {
    await accept();
    await change(patch);
    w.time.shiftMs += 6 * 60_000;
    await w.serve();
    await checkAlerts(w.rt);
  }
  await askSendersNightly(w.rt, () => false);
  await syncOptOutsNightly(w.rt, () => false);
  await call(resend.POST, { token: operator, body: {}, params: { id: failing } });

  // What Solapi tells by itself, in both of its shapes, and what somebody else does.
  const report = {
    messageId: "M4V20261120090000EXAMPLE0000001",
    groupId: "G4V1",
    to: PHONE,
    from: PHONE,
    statusCode: "4000",
  };
  const { createHash } = await import("node:crypto");
  const secret = createHash("sha1").update(HOOK_SECRET).digest("hex");
  for (const body of [[report], [{ eventDataId: "e1", data: { ...report, text: PHONE } }], `[{"to":"${PHONE}"`])
    expect((await call(hook.POST, { body, headers: { "x-solapi-secret": secret } })).status).toBe(200);
  expect((await call(hook.POST, { body: [report], headers: { "x-solapi-secret": KEY.apiSecret } })).status).toBe(401);

  // Everybody's pages and files.
  for (const token of [admin, operator, viewer, stranger]) {
    const ofMessage = { token, params: { id: first } };
    for (const door of [message.GET, recipients.GET, messageXray.GET]) await call(door, ofMessage);
    for (const id of [first, failing])
      for (const query of ["?format=json", "?format=zip"])
        await call(messageEvidence.GET, { token, params: { id }, query });
    for (const query of ["?format=csv", "?format=xlsx"]) await call(messageFile.GET, { ...ofMessage, query });
    for (const door of [messagesDoor.GET, customersDoor.GET]) await call(door, { token, query: "?q=010-0000-7777" });
    for (const door of [
      messagesDoor.GET,
      customersDoor.GET,
      notifications.GET,
      refusals.GET,
      tenantsDoor.GET,
      alertsDoor.GET,
    ])
      await call(door, { token });
    await call(customersFile.GET, { token, query: "?format=csv" });
    await call(customer.GET, { token, params: { id: one.id } });
    for (const door of [tenant.GET, ledger.GET, senders.GET]) await call(door, { token, ...ofTenant });
  }
  await call(health.GET, {});
  await call(metrics.GET, { headers: { authorization: `Bearer ${w.rt.env.METRICS_TOKEN}` } });
  for (const token of [viewer, stranger])
    expect(
      (await call(reveal.POST, { token, body: { reason: "문의" }, params: { id: one.id } })).status,
    ).toBeGreaterThanOrEqual(400);

  await noteDatabase();
  await noteFiles(folder);
  for (const body of sqs.heard) note("queue", body);
  expect(leaks()).toEqual([]);
  expect(by("answer 500")).toEqual([]);

  // It was really there: the phone was sent to, the trail tells of it, alerts and the queue spoke, and whoever may see it does.
  const there = JSON.stringify((await groupsOf(w.url, w.payer)).left);
  expect(there).toContain(PHONE);
  for (const way of [
    "alert",
    "queue",
    "console.error",
    "answer 200",
    "answer 202",
    "table delivery_events",
    "table audit_log",
    "file",
    "archive",
  ])
    expect(
      by(way).filter((text) => text.length > 10),
      way,
    ).not.toEqual([]);
  expect(by("archive").map((text) => text.split(" ")[0])).toEqual(
    expect.arrayContaining(["README.txt", "response.json", "xl/worksheets/sheet1.xml"]),
  );
  expect(await w.db.$count(deliveryEvents)).toBeGreaterThan(300);
  await call(reveal.POST, { token: admin, body: { reason: "문의에 답하려고" }, params: { id: one.id } });
  expect(leaks().length).toBeGreaterThan(0);
}, 300_000);
