import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEMO_API_KEY, DEMO_API_SECRET, DEMO_PF_ID, DEMO_SENDER, DEMO_TEMPLATE_ID } from "@/lib/simulator/account";
import { type Simulator, startSimulator } from "@/lib/simulator/start-simulator";
import type { PhoneMessage } from "./phone-port";
import { createSolapi } from "./solapi";

const account = { apiKey: DEMO_API_KEY, apiSecret: DEMO_API_SECRET };
let simulator: Simulator;
const spent: string[] = [];
beforeAll(async () => {
  simulator = await startSimulator({ port: 0 });
  // Heavy to load, and no call's time should hold it.
  await import("solapi");
});
afterAll(() => simulator.close());
beforeEach(async () => {
  spent.length = 0;
  await door("POST", "reset");
  await door("PATCH", "settings", { rateLimit: null, dailyQuota: null, errorDialect: "new" });
});

async function door(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${simulator.url}/_sim/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return (await answer.json()) as never;
}
type Shown = {
  items: { groupId: string; status: string; customFields: object; messages: { to: string; text: string }[] }[];
};
const groups = async () => ((await door("GET", "groups")) as Shown).items;
const knocks = async () => ((await door("GET", "requests")) as { counts: Record<string, number> }).counts;
const fault = (route: string, kind: string, when = "before") => door("POST", "faults", { route, kind, when });

/** Only what never answers is waited for in vain. */
const provider = (fault?: string) =>
  createSolapi({
    baseUrl: simulator.url,
    timeoutMs: fault === "hang" ? 600 : 10_000,
    spend: async (_, kind) => {
      spent.push(kind);
    },
  });
const message = (n: number, over: Partial<PhoneMessage> = {}): PhoneMessage => ({
  logId: `log-${n}`,
  to: `010000${String(n).padStart(5, "0")}`,
  from: DEMO_SENDER,
  channel: "sms",
  text: `안녕하세요 ${n}`,
  ...over,
});
const order = (messages: PhoneMessage[]) => ({ batchId: "7", installationId: "here", attempt: 1, messages });
async function built(messages = [message(1), message(2)]) {
  const answer = await provider().build(account, order(messages));
  if (answer.kind !== "built") throw new Error(JSON.stringify(answer));
  return answer;
}

describe("a batch on its way", () => {
  test("is built, sent once however often it is fired, and read back", async () => {
    const { groupId, rows, refused } = await built();
    expect(refused).toEqual([]);
    expect(rows.map(({ logId, statusCode }) => [logId, statusCode])).toEqual([
      ["log-1", "2000"],
      ["log-2", "2000"],
    ]);
    expect(await groups()).toMatchObject([
      { groupId, status: "PENDING", customFields: { batchId: "7", installationId: "here", attempt: "1" } },
    ]);
    const fired = [await provider().fire(account, groupId), await provider().fire(account, groupId)];
    expect(fired).toEqual([{ kind: "sent" }, { kind: "sent" }]);
    const read = await provider().messagesOf(account, groupId);
    if (read.kind !== "ok") throw new Error(read.detail);
    expect(read).toMatchObject({ nextKey: null, unread: 0 });
    expect(
      read.items.map(({ logId, installationId, statusCode }) => [logId, installationId, statusCode]).sort(),
    ).toEqual([
      ["log-1", "here", "4000"],
      ["log-2", "here", "4000"],
    ]);
    const { group } = (await provider().group(account, groupId)) as Extract<
      Awaited<ReturnType<ReturnType<typeof provider>["group"]>>,
      { kind: "ok" }
    >;
    expect(group).toMatchObject({
      status: "COMPLETE",
      count: { total: 2, registered: 2, sent: 2, failed: 0 },
      price: 36,
      unitPrices: { sms: 18, lms: 45, mms: 110, alimtalk: 13 },
    });
    expect(group.log.length).toBeGreaterThan(0);
    expect(group.createdAt).toBeInstanceOf(Date);
    expect((await groups())[0]?.messages).toHaveLength(2);
  });

  test("carries what belongs to each channel, and an Alimtalk never turns into a text by itself", async () => {
    const image = await provider().uploadImage(account, {
      bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      name: "a.jpg",
    });
    const variables = { 이름: "홍길동", 날짜: "11월 20일", 시간: "14시", 지점: "서초" };
    const { groupId, refused } = await built([
      message(1, { channel: "lms", subject: "제목", text: "가".repeat(60) }),
      message(2, { channel: "mms", subject: "제목", imageId: image.kind === "ok" ? image.imageId : null }),
      message(3, { channel: "alimtalk", kakao: { pfId: DEMO_PF_ID, templateId: DEMO_TEMPLATE_ID, variables } }),
    ]);
    expect(refused).toEqual([]);
    const [group] = await groups();
    expect(group).toMatchObject({ groupId, messages: [{ type: "LMS" }, { type: "MMS" }, { type: "ATA" }] });
    expect(group?.messages[2]?.text).toContain("홍길동님");
  });

  test("tells which of its messages were refused at the counter, and why", async () => {
    const { rows, refused } = await built([message(1), message(2, { from: "01000009999" })]);
    expect(rows.map(({ logId }) => logId)).toEqual(["log-1"]);
    expect(refused).toMatchObject([{ logId: "log-2", code: "1062" }]);
  });

  test("of more than one request goes into one group, and each call waits for its turn", async () => {
    const { groupId, rows } = await built(Array.from({ length: 10_001 }, (_, n) => message(n)));
    expect(rows).toHaveLength(10_001);
    expect(await groups()).toMatchObject([{ groupId }]);
    expect(await knocks()).toEqual({ create: 1, add: 2 });
    expect(spent).toEqual(["write", "write", "write"]);
  });

  test("is removed only while it never left", async () => {
    const [first, second] = [await built(), await built()];
    expect(await provider().remove(account, first.groupId)).toEqual({ kind: "removed" });
    expect(await provider().remove(account, first.groupId)).toEqual({ kind: "removed" });
    expect(await provider().fire(account, first.groupId)).toMatchObject({ kind: "gone", status: "DELETED" });
    await provider().fire(account, second.groupId);
    expect(await provider().remove(account, second.groupId)).toMatchObject({ kind: "left" });
  });

  test("waits where the account has to be put right", async () => {
    const { groupId } = await built();
    await door("PATCH", "accounts/10000001", { balance: 0, point: 0 });
    expect(await provider().fire(account, groupId)).toMatchObject({
      kind: "held",
      refusal: { reason: "no_balance", configuration: true },
    });
    await door("PATCH", "accounts/10000001", { balance: 100 });
    expect(await provider().fire(account, groupId)).toEqual({ kind: "sent" });
  });

  test("that Solapi gives up is left to a person", async () => {
    await door("PATCH", "settings", { dailyQuota: 1 });
    const { groupId } = await built();
    await provider().fire(account, groupId);
    expect(await provider().fire(account, groupId)).toMatchObject({ kind: "gone", status: "FAILED" });
  });
});

/** Every fault of solapi.md §1.4 at the door of each write. */
const FAULTS: [kind: string, when: string, verdict: string][] = [
  ["reset", "before", "unknown"],
  ["reset", "after", "unknown"],
  ["close", "after", "unknown"],
  ["hang", "before", "unknown"],
  ["hang", "after", "unknown"],
  ["http_503", "before", "unknown"],
  ["http_503", "after", "unknown"],
  ["http_500", "after", "unknown"],
  ["empty", "after", "unknown"],
  ["html", "after", "unknown"],
  ["truncated", "after", "unknown"],
  ["http_429", "before", "throttled"],
];

describe("whatever goes wrong, each call is made once", () => {
  const verdict = (answer: { kind: string; reason?: string; refusal?: { reason: string } }) =>
    answer.kind === "unknown" ? "unknown" : (answer.refusal?.reason ?? answer.reason ?? answer.kind);

  test.each(FAULTS)("firing, %s %s: %s", async (kind, when, expected) => {
    const { groupId } = await built();
    await fault("send", kind, when);
    expect(verdict(await provider(kind).fire(account, groupId))).toBe(expected);
    expect((await knocks()).send).toBe(1);
    await door("DELETE", "faults");
    expect(await provider().fire(account, groupId)).toEqual({ kind: "sent" });
    expect((await groups()).filter(({ status }) => status !== "PENDING")).toHaveLength(1);
  });

  test.each(FAULTS)("adding, %s %s: %s, and nothing is left to send", async (kind, when, expected) => {
    await fault("add", kind, when);
    expect(verdict(await provider(kind).build(account, order([message(1)])))).toBe(expected);
    expect(await knocks()).toEqual({ create: 1, add: 1, delete: 1 });
    expect(await groups()).toMatchObject([{ status: "DELETED" }]);
  });

  test.each(FAULTS)("making a group, %s %s: %s", async (kind, when, expected) => {
    await fault("create", kind, when);
    expect(verdict(await provider(kind).build(account, order([message(1)])))).toBe(expected);
    expect(await knocks()).toEqual({ create: 1 });
    expect((await groups()).every(({ status }) => status === "PENDING")).toBe(true);
  });

  test.each(FAULTS)("removing, %s %s: %s, and asked again it tells", async (kind, when, expected) => {
    const { groupId } = await built();
    await fault("delete", kind, when);
    expect(verdict(await provider(kind).remove(account, groupId))).toBe(expected);
    expect((await knocks()).delete).toBe(1);
    await door("DELETE", "faults");
    expect(await provider().remove(account, groupId)).toEqual({ kind: "removed" });
  });

  test.each(FAULTS)("reading, %s %s", async (kind, when) => {
    await fault("balance", kind, when);
    expect(await provider(kind).balance(account)).toMatchObject({ kind: "refused", retryable: true });
    expect((await knocks()).balance).toBe(1);
  });
});

test("nobody there: nothing left, and it may be tried again", async () => {
  const { groupId } = await built();
  const gone = await startSimulator({ port: 0 });
  await gone.close();
  const nowhere = createSolapi({ baseUrl: gone.url });
  const refusal = { kind: "refused", reason: "unavailable", retryable: true };
  expect(await nowhere.build(account, order([message(1)]))).toMatchObject(refusal);
  expect(await nowhere.fire(account, groupId)).toMatchObject({ kind: "held", refusal });
  expect(await nowhere.remove(account, groupId)).toMatchObject(refusal);
  expect(await nowhere.balance(account)).toMatchObject(refusal);
});

describe("an account that has to be put right", () => {
  const wrong = [
    ["another secret", { ...account, apiSecret: "ANOTHERSECRET0000000000000000000" }],
    ["an unknown key", { ...account, apiKey: "NCSUNKNOWNKEY001" }],
    ["a key cut short", { ...account, apiKey: "NCS" }],
    ["no key", { apiKey: "", apiSecret: "" }],
  ] as const;
  test.each(["new", "old"].flatMap((dialect) => wrong.map(([what, who]) => [what, dialect, who] as const)))(
    "%s (%s words)",
    async (_, errorDialect, who) => {
      await door("PATCH", "settings", { errorDialect });
      const refusal = { kind: "refused", reason: "auth_failed", configuration: true, retryable: false };
      expect(await provider().build(who, order([message(1)]))).toMatchObject(refusal);
      expect(await provider().balance(who)).toMatchObject(refusal);
    },
  );

  test("an address that isn't allowed", async () => {
    await door("PATCH", "accounts/10000001", { allowedIps: ["192.0.2.1"] });
    expect(await provider().balance(account)).toMatchObject({ kind: "refused", reason: "ip_not_allowed" });
    expect(await provider().build(account, order([message(1)]))).toMatchObject({ reason: "ip_not_allowed" });
  });

  test("no answer repeats the secret, a number or the text", async () => {
    const secret = { ...account, apiSecret: "ANOTHERSECRET0000000000000000000" };
    const bad = message(1, { to: "not-a-number", text: "비밀 글" });
    const answers = [
      await provider().build(secret, order([message(1)])),
      await provider().build(account, order([bad])),
      await provider().fire(account, "G4V-nobody"),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/ANOTHERSECRET|not-a-number|비밀 글|0100000/);
    expect(answers.map(({ kind }) => kind)).toEqual(["refused", "refused", "held"]);
  });
});
