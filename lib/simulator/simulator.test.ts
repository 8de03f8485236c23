import { afterEach, beforeEach, expect, test } from "vitest";
import { DEMO_PF_ID, DEMO_SENDER, DEMO_TEMPLATE_ID } from "./account";
import { authorizationFor, openCaller } from "./caller";
import { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator";

const NO_LIMIT = { settings: { rateLimit: null } };
let simulator: Simulator;
let api: ReturnType<typeof openCaller>;
async function start(options: Partial<SimulatorOptions> = NO_LIMIT) {
  simulator = await startSimulator({ port: 0, ...options });
  api = openCaller(simulator.url);
}
beforeEach(() => start());
afterEach(() => simulator.close());
const restart = async (options: Partial<SimulatorOptions>) => {
  await simulator.close();
  await start(options);
};

const phone = (n: number) => `010${String(n).padStart(8, "0")}`;
const sms = (to: string, text = "안녕하세요", more: object = {}) => ({ to, from: DEMO_SENDER, text, ...more });
const newGroup = async (body: object = {}) => (await api.post("/messages/v4/groups", body)).body.groupId as string;
type Row = { to: string; messageId: string; statusCode: string; customFields: Record<string, string> };
const addTo = async (groupId: string, messages: object[]) =>
  (await api.put(`/messages/v4/groups/${groupId}/messages`, { messages })).body as {
    errorCount: string;
    resultList: Row[];
  };
const send = (groupId: string) => api.post(`/messages/v4/groups/${groupId}/send`);
const group = async (groupId: string) => (await api.get(`/messages/v4/groups/${groupId}`)).body;
const listed = async (query: string) =>
  Object.values(
    (await api.get(`/messages/v4/list?${query}`)).body.messageList as Record<string, Row & { status: string }>,
  );
const balance = async () => (await api.get("/cash/v1/balance")).body.balance as number;
const settings = (body: object) => api.patch("/_sim/settings", body);
const fault = (body: object) => api.post("/_sim/faults", body);
const groupsSeen = async () =>
  (await api.get("/_sim/groups")).body.items as { status: string; customFields: object; messages: Row[] }[];

test("a group is made, filled, sent once, and its messages end by the last four digits", async () => {
  const groupId = await newGroup({ customFields: { batchId: "7" } });
  expect(groupId).toMatch(/^G4V\d{14}[0-9A-Z]{15}$/);
  const { errorCount, resultList } = await addTo(groupId, [
    sms(phone(1), "하나", { customFields: { logId: "a" } }),
    sms("010-0000-3104"),
    sms("01000010000"),
  ]);
  expect(errorCount).toBe("0");
  expect(resultList[0]).toMatchObject({ to: phone(1), statusCode: "2000", customFields: { logId: "a" } });
  expect(await group(groupId)).toMatchObject({
    status: "PENDING",
    count: { total: 3, registeredSuccess: 3, sentTotal: 0 },
  });
  expect(await send(groupId)).toMatchObject({ status: 200, body: { status: "SENDING" } });
  const ends = Object.fromEntries(
    (await listed(`groupId=${groupId}`)).map((row) => [row.to, [row.status, row.statusCode]]),
  );
  expect(ends).toEqual({
    [phone(1)]: ["COMPLETE", "4000"],
    "01000003104": ["COMPLETE", "3104"],
    "01000010000": ["SENDING", "3000"],
  });
  expect(await group(groupId)).toMatchObject({
    status: "SENDING",
    count: { sentTotal: 3, sentSuccess: 1, sentFailed: 1, sentPending: 1 },
  });
  const items = await groupsSeen();
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    customFields: { batchId: "7" },
    messages: [{ to: phone(1), statusCode: "4000" }, {}, {}],
  });
});

test("a second send changes nothing and says why", async () => {
  await settings({ resultDelayMs: 1_000 });
  const groupId = await newGroup();
  await addTo(groupId, [sms(phone(1))]);
  await send(groupId);
  const paid = await balance();
  expect(await send(groupId)).toMatchObject({ status: 400, body: { errorCode: "GroupInProcessing" } });
  await api.post("/_sim/clock", { advanceMs: 1_000 });
  expect(await send(groupId)).toMatchObject({ status: 400, body: { errorCode: "AlreadySent" } });
  expect((await group(groupId)).status).toBe("COMPLETE");
  expect(await balance()).toBe(paid);
  for (const refused of [await api.delete(`/messages/v4/groups/${groupId}`)])
    expect(refused).toMatchObject({ status: 400, body: { errorCode: "NotOperationalStatus" } });
});

test("a deleted group can never be sent, nor added to", async () => {
  const groupId = await newGroup();
  await addTo(groupId, [sms(phone(1))]);
  expect((await api.delete(`/messages/v4/groups/${groupId}`)).body.status).toBe("DELETED");
  expect(await send(groupId)).toMatchObject({ status: 400, body: { errorCode: "DeletedGroup" } });
  const added = await api.put(`/messages/v4/groups/${groupId}/messages`, { messages: [sms(phone(2))] });
  expect(added).toMatchObject({ status: 400, body: { errorCode: "InvalidGroupStatus" } });
  expect(await listed(`to=${phone(1)}`)).toEqual([]);
});

test("money leaves on sending, comes back for what failed, and forbids what isn't covered", async () => {
  await api.patch("/_sim/accounts/10000001", { balance: 40 });
  const first = await newGroup();
  await addTo(first, [sms(phone(1)), sms("01000003104")]);
  await send(first);
  expect(await balance()).toBe(40 - 18);
  const second = await newGroup();
  await addTo(second, [sms(phone(1)), sms(phone(2))]);
  expect(await send(second)).toMatchObject({ status: 402, body: { errorCode: "NotEnoughBalance" } });
  expect((await group(second)).status).toBe("PENDING");
  await api.patch("/_sim/accounts/10000001", { balance: 36 });
  expect((await send(second)).status).toBe(200);
  expect(await balance()).toBe(0);
});

const template = (variables: object, more: object = {}) => ({
  kakaoOptions: { pfId: DEMO_PF_ID, templateId: DEMO_TEMPLATE_ID, disableSms: true, variables, ...more },
});
const ALL = { "#{이름}": "가", "#{날짜}": "1일", "#{시간}": "2시", "#{지점}": "강남" };
test.each([
  ["2000", "a plain message", sms(phone(1))],
  ["1062", "an unregistered sender", { ...sms(phone(1)), from: phone(5) }],
  ["1062", "an expired sender", { ...sms(phone(1)), from: "01000001001" }],
  ["1010", "no recipient", { from: DEMO_SENDER, text: "가" }],
  ["1010", "no text", { from: DEMO_SENDER, to: phone(1) }],
  ["1025", "an unknown type", sms(phone(1), "가", { type: "PIGEON" })],
  ["2000", "90 bytes", sms(phone(1), "가".repeat(45), { type: "SMS" })],
  ["1031", "92 bytes", sms(phone(1), "가".repeat(46), { type: "SMS" })],
  ["1031", "2,002 bytes", sms(phone(1), "가".repeat(1001), { type: "LMS" })],
  ["1013", "a subject on SMS", sms(phone(1), "가", { type: "SMS", subject: "제목" })],
  ["1014", "a subject of 42 bytes", sms(phone(1), "가", { type: "LMS", subject: "가".repeat(21) })],
  ["1029", "an emoji", sms(phone(1), "안녕😀")],
  ["1028", "a control character", sms(phone(1), "안녕\u0007")],
  ["1034", "MMS without a picture", sms(phone(1), "가", { type: "MMS" })],
  ["1023", "MMS with an unknown picture", sms(phone(1), "가", { type: "MMS", imageId: "ST01" })],
  [
    "1041",
    "an unknown channel",
    { to: phone(1), text: "가", kakaoOptions: { pfId: "KA", templateId: DEMO_TEMPLATE_ID, disableSms: true } },
  ],
  [
    "1042",
    "an unknown template",
    { to: phone(1), text: "가", kakaoOptions: { pfId: DEMO_PF_ID, templateId: "KA", disableSms: true } },
  ],
  ["1043", "a text that isn't the template", { to: phone(1), text: "가", ...template({}) }],
  ["1043", "a missing variable", { to: phone(1), ...template({ "#{이름}": "가" }) }],
  ["2000", "a template with its variables", { to: phone(1), ...template(ALL) }],
  ["1032", "a custom field that is no string", sms(phone(1), "가", { customFields: { logId: 1 } })],
])("%s: %s", async (code, _name, message) => {
  const groupId = await newGroup({ strict: true });
  const { resultList, errorCount } = await addTo(groupId, [message]);
  expect([resultList[0]!.statusCode, errorCount]).toEqual([code, code === "2000" ? "0" : "1"]);
  expect((await send(groupId)).status).toBe(code === "2000" ? 200 : 400);
});

test("without strict what EUC-KR can't write is cut out and a subject is made up", async () => {
  const groupId = await newGroup();
  await addTo(groupId, [sms(phone(1), `${"가".repeat(50)}😀`)]);
  expect(await listed(`groupId=${groupId}`)).toMatchObject([
    { type: "LMS", text: "가".repeat(50), subject: "가".repeat(20) },
  ]);
});

test("a number twice in a group is 1026, across calls too, unless duplicates are allowed", async () => {
  const groupId = await newGroup();
  expect((await addTo(groupId, [sms(phone(1)), sms(phone(1))])).resultList.map((row) => row.statusCode)).toEqual([
    "2000",
    "1026",
  ]);
  expect((await addTo(groupId, [sms(phone(1))])).errorCount).toBe("1");
  expect((await addTo(await newGroup({ allowDuplicates: true }), [sms(phone(1)), sms(phone(1))])).errorCount).toBe("0");
});

test("10,001 recipients in one call are too many; nothing is added", async () => {
  const groupId = await newGroup();
  const to = Array.from({ length: 10_001 }, (_, n) => phone(n + 1));
  const answer = await api.put(`/messages/v4/groups/${groupId}/messages`, {
    messages: [{ to, from: DEMO_SENDER, text: "가" }],
  });
  expect(answer).toMatchObject({ status: 400, body: { errorCode: "RecipientsTooMany" } });
  expect((await group(groupId)).count).toMatchObject({ total: 0 });
});

const wrong: [string, string | null, [number, string], [number, string]][] = [
  ["no header", null, [401, "Unauthorized"], [403, "Forbidden"]],
  ["a bearer", "Bearer x", [400, "InvalidToken"], [400, "InvalidToken"]],
  ["a short key", authorizationFor({ apiKey: "NCS" }), [400, "ValidationError"], [400, "ValidationError"]],
  ["an unknown key", authorizationFor({ apiKey: "NCS0000000000000" }), [400, "InvalidApiKey"], [403, "InvalidAPIKey"]],
  [
    "a wrong secret",
    authorizationFor({ apiSecret: "x" }),
    [403, "SignatureDoesNotMatch"],
    [403, "SignatureDoesNotMatch"],
  ],
  [
    "a clock 16 minutes off",
    authorizationFor({ date: new Date(Date.now() - 16 * 60_000).toISOString() }),
    [403, "RequestTimeTooSkewed"],
    [403, "RequestTimeTooSkewed"],
  ],
  ["a short salt", authorizationFor({ salt: "short" }), [400, "ValidationError"], [400, "ValidationError"]],
];
test.each(wrong)("refuses %s in both spellings", async (_name, header, now, then) => {
  const ask = async () => {
    const { status, body } = await api.call("GET", "/cash/v1/balance", undefined, header);
    return [status, body.errorCode];
  };
  expect(await ask()).toEqual(now);
  await settings({ errorDialect: "old" });
  expect(await ask()).toEqual(then);
});

test("a signature counts once, in any time zone, and only from allowed addresses", async () => {
  const header = authorizationFor({
    date: new Date(Date.now() + 9 * 3_600_000).toISOString().replace(/\..*/, "+09:00"),
  });
  expect((await api.call("GET", "/cash/v1/balance", undefined, header)).status).toBe(200);
  expect(await api.call("GET", "/cash/v1/balance", undefined, header)).toMatchObject({
    status: 403,
    body: { errorCode: "DuplicatedSignature" },
  });
  await api.patch("/_sim/accounts/10000001", { allowedIps: ["203.0.113.1"] });
  expect(await api.get("/cash/v1/balance")).toMatchObject({ status: 403, body: { errorCode: "Forbidden" } });
});

test("20 reads and 100 writes per window, each told in headers, then 429 with a message", async () => {
  await restart({ settings: { rateLimit: { reads: 20, writes: 100, windowMs: 60_000 } } });
  for (let n = 0; n < 20; n++)
    expect((await api.get("/cash/v1/balance")).headers.get("x-ratelimit-remaining")).toBe(String(19 - n));
  const refused = await api.get("/cash/v1/balance");
  expect(refused).toMatchObject({ status: 429, body: { errorCode: "TooManyRequests", message: expect.any(String) } });
  expect(refused.headers.get("retry-after")).not.toBeNull();
  for (let n = 0; n < 100; n++) expect((await api.post("/messages/v4/groups")).status).toBe(200);
  expect((await api.post("/messages/v4/groups")).status).toBe(429);
  expect(await groupsSeen()).toHaveLength(100);
});

test("a fault before leaves nothing, one after has happened; each hits as often as told", async () => {
  const groupId = await newGroup();
  await addTo(groupId, [sms(phone(1))]);
  await fault({ route: "send", when: "before", kind: "reset", times: 1 });
  await expect(send(groupId)).rejects.toThrow();
  expect((await group(groupId)).status).toBe("PENDING");
  await fault({ route: "POST /messages/v4/groups/:id/send", when: "after", kind: "reset", times: 1 });
  await expect(send(groupId)).rejects.toThrow();
  expect((await group(groupId)).status).toBe("COMPLETE");
  expect(await send(groupId)).toMatchObject({ body: { errorCode: "AlreadySent" } });
  expect((await api.get("/_sim/requests")).body.counts).toMatchObject({ create: 1, add: 1, send: 3 });
});

test.each([
  ["http_503", 503],
  ["http_500", 500],
  ["http_429", 429],
  ["empty", 200],
])("%s after adding answers %i although it was added", async (kind, status) => {
  const groupId = await newGroup();
  await fault({ route: "add", when: "after", kind, times: 1 });
  const answer = await api.put(`/messages/v4/groups/${groupId}/messages`, { messages: [sms(phone(1))] });
  expect(answer.status).toBe(status);
  expect((await group(groupId)).count).toMatchObject({ total: 1 });
});

test("html, truncated and hang are no answers; a fault unknown to it is refused", async () => {
  await fault({ route: "balance", kind: "html", times: 1 });
  await expect(api.get("/cash/v1/balance")).rejects.toThrow(/JSON/);
  await fault({ route: "balance", kind: "truncated", times: 1 });
  await expect(api.get("/cash/v1/balance")).rejects.toThrow(/JSON/);
  await fault({ route: "balance", kind: "hang" });
  const patience = AbortSignal.timeout(50);
  await expect(fetch(`${simulator.url}/cash/v1/balance`, { signal: patience })).rejects.toThrow(/abort|timeout/i);
  await api.delete("/_sim/faults");
  expect((await api.get("/cash/v1/balance")).status).toBe(200);
  expect((await fault({ route: "sned", kind: "reset" })).status).toBe(422);
});
