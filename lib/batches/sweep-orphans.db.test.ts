import { expect, test } from "vitest";
import { batchOf, groupsOf, plantMessage } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { installationId } from "./installation";
import { sweepOrphans, sweepOrphansHourly } from "./sweep-orphans";

const w = batchWorld();
const never = () => false;
const sweep = async () => sweepOrphans(w.rt, await w.rt.clock(), never);
const states = async () => (await groupsOf(w.url, w.payer)).all.map(({ status }) => status).sort();

test("what a broken build left behind is removed when it is old, what is committed or another's never", async () => {
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  await w.fault("send", "http_500", { when: "before" });
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "committed" });
  const account = { apiKey: w.payer.apiKey, apiSecret: "TESTSECRET00000000000000" };
  const message = { logId: "1", to: "01000000001", from: w.payer.sender, channel: "sms", text: "남의 글" } as const;
  // One whose builder died, and whose batch was taken back meanwhile; and another installation's.
  for (const mark of [await installationId(w.db), "another"])
    await w.rt.phone.build(account, { batchId: "1000001", installationId: mark, attempt: 1, messages: [message] });
  expect(await states()).toEqual(["PENDING", "PENDING", "PENDING"]);
  expect(await sweep()).toBe(0);
  await w.pass(3 * 3_600_000);
  expect(await sweep()).toBe(1);
  expect(await states()).toEqual(["DELETED", "PENDING", "PENDING"]);
  await w.serve();
  expect(await states()).toEqual(["COMPLETE", "DELETED", "PENDING"]);
});

test("one instance does it, once an hour", async () => {
  const turns = async () => (await Promise.all([1, 2, 3].map(() => sweepOrphansHourly(w.rt, never)))).filter(Boolean);
  expect(await turns()).toHaveLength(1);
  expect(await turns()).toHaveLength(0);
  w.time.shiftMs += 61 * 60_000;
  expect(await turns()).toHaveLength(1);
});
