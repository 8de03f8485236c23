import { SolapiMessageService } from "solapi";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { DEMO_API_KEY, DEMO_API_SECRET, DEMO_PF_ID, DEMO_SENDER, DEMO_TEMPLATE_ID } from "./account";
import { openCaller } from "./caller";
import { type Simulator, startSimulator } from "./start-simulator";

/** Solapi's own package, whose reads check every answer against its schemas; it can't be told another address. */
const LIVE = "https://api.solapi.com";
const original = globalThis.fetch;
let simulator: Simulator;
beforeAll(() => {
  globalThis.fetch = (input, init) => {
    const url = String(input);
    if (url.startsWith(simulator.url)) return original(input, init);
    if (!url.startsWith(`${LIVE}/`)) throw new Error(`a call to ${url}`);
    return original(simulator.url + url.slice(LIVE.length), init);
  };
});
afterAll(() => {
  globalThis.fetch = original;
});
beforeEach(async () => {
  simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
});
afterEach(() => simulator.close());

const solapi = new SolapiMessageService(DEMO_API_KEY, DEMO_API_SECRET);
const control = () => openCaller(simulator.url);
const sms = (to: string, text = "안녕하세요") => ({ to, from: DEMO_SENDER, text });
const counts = async () => (await control().get("/_sim/requests")).body.counts as Record<string, number>;

test("create, add, send, read back", async () => {
  const groupId = await solapi.createGroup(false, undefined, { batchId: "7" });
  const added = await solapi.addMessagesToGroup(groupId, [
    { ...sms("01000000001"), customFields: { logId: "a" } },
    sms("01000003104"),
    sms("01000000001"),
  ]);
  expect(added.resultList.map((row) => row.statusCode)).toEqual(["2000", "2000", "1026"]);
  expect((await solapi.getGroup(groupId)).status).toBe("PENDING");
  await solapi.sendGroup(groupId);
  const { messageList } = await solapi.getMessages({ groupId, limit: 500 });
  expect(
    Object.values(messageList)
      .map((row) => [row.to, row.status, row.statusCode])
      .sort(),
  ).toEqual([
    ["01000000001", "COMPLETE", "1026"],
    ["01000000001", "COMPLETE", "4000"],
    ["01000003104", "COMPLETE", "3104"],
  ]);
  expect(Object.values(messageList).some((row) => row.customFields?.logId === "a")).toBe(true);
  expect(await solapi.getGroup(groupId)).toMatchObject({
    status: "COMPLETE",
    count: { total: 3, sentTotal: 2, sentSuccess: 1, sentFailed: 1, registeredFailed: 1 },
  });
  await expect(solapi.sendGroup(groupId)).rejects.toMatchObject({ errorCode: "AlreadySent", httpStatus: 400 });
  expect(Object.keys((await solapi.getGroups({ groupId })).groupList)).toEqual([groupId]);
  expect(Object.keys((await solapi.getGroupMessages(groupId)).messageList)).toHaveLength(3);
});

test("a group is emptied, scheduled, freed and deleted", async () => {
  const groupId = await solapi.createGroup();
  const { resultList } = await solapi.addMessagesToGroup(groupId, [sms("01000000001"), sms("01000000002")]);
  const removed = await solapi.removeGroupMessages(groupId, [resultList[0]!.messageId]);
  expect(removed).toMatchObject({ errorCount: 0, resultList: [{ resultCode: "Success" }] });
  await solapi.reserveGroup(groupId, new Date(Date.now() + 60_000));
  await expect(solapi.sendGroup(groupId)).rejects.toMatchObject({ errorCode: "ScheduledGroup" });
  await solapi.removeReservationToGroup(groupId);
  expect((await solapi.getGroup(groupId)).status).toBe("PENDING");
  expect(await solapi.removeGroup(groupId)).toMatchObject({ status: "DELETED", count: { total: 0 } });
});

test("send answers with what was taken and what wasn't", async () => {
  const answer = await solapi.send([sms("01000000001"), sms("01000000001")], { showMessageList: true });
  expect(answer.failedMessageList).toMatchObject([{ statusCode: "1026" }]);
  expect(answer.groupInfo).toMatchObject({ status: "SENDING", count: { total: 2, registeredFailed: 1 } });
  await expect(solapi.send({ ...sms("01000000002"), from: "01000000003" })).rejects.toMatchObject({
    failedMessageList: [{ statusCode: "1062" }],
  });
});

test("its own repeating of a send whose answer is lost makes four groups: why nobody uses it", async () => {
  await control().post("/_sim/faults", { route: "send-many", when: "after", kind: "reset", times: 3 });
  await solapi.send(sms("01000000001"));
  expect(await counts()).toEqual({ "send-many": 4 });
  const { messageList } = await solapi.getMessages({ to: "01000000001" });
  expect(Object.keys(messageList)).toHaveLength(4);
});

test("account, templates, channels, refused recipients, files and statistics pass its schemas", async () => {
  await control().patch("/_sim/accounts/10000001", {
    denials: [{ recipientNumber: "01000000007", senderNumber: DEMO_SENDER }],
    blocked: ["01000000008"],
  });
  expect(await solapi.getBalance()).toMatchObject({ balance: 100_000, point: 0 });
  expect((await solapi.getKakaoAlimtalkTemplates({ status: "APPROVED" })).templateList).toMatchObject([
    {
      templateId: DEMO_TEMPLATE_ID,
      variables: [{ name: "#{이름}" }, { name: "#{날짜}" }, { name: "#{시간}" }, { name: "#{지점}" }],
    },
  ]);
  expect((await solapi.getKakaoAlimtalkTemplate(DEMO_TEMPLATE_ID)).status).toBe("APPROVED");
  expect((await solapi.getKakaoChannels()).channelList).toMatchObject([{ channelId: DEMO_PF_ID }]);
  expect((await solapi.getBlacks()).blackList).toMatchObject([{ recipientNumber: "01000000007" }]);
  expect((await solapi.getBlockGroups()).blockGroups).toHaveLength(1);
  expect((await solapi.getBlockNumbers()).blockNumbers).toMatchObject([{ phoneNumber: "01000000008" }]);
  const refused = await solapi.addMessagesToGroup(await solapi.createGroup(), [sms("01000000007"), sms("01000000008")]);
  expect(refused.resultList.map((row) => row.statusCode)).toEqual(["1061", "1060"]);
  await solapi.send([sms("01000000001"), sms("01000003104")]);
  expect(await solapi.getStatistics()).toMatchObject({
    total: { total: 2, sms: 2 },
    successed: { sms: 1 },
    failed: { sms: 1 },
  });
});

test("an Alimtalk goes with its variables; one Kakao refuses becomes a text only where that is allowed", async () => {
  const variables = { 이름: "가", 날짜: "1일", 시간: "2시", 지점: "강남" };
  const kakaoOptions = { pfId: DEMO_PF_ID, templateId: DEMO_TEMPLATE_ID, variables };
  await solapi.send([
    { to: "01000003104", from: DEMO_SENDER, kakaoOptions },
    { to: "01000003107", from: DEMO_SENDER, kakaoOptions: { ...kakaoOptions, disableSms: true } },
  ]);
  const rows = Object.values((await solapi.getMessages()).messageList);
  expect(rows.map((row) => [row.to, row.type, row.statusCode, row.replacement]).sort()).toEqual([
    ["01000003104", "ATA", "4000", true],
    ["01000003107", "ATA", "3107", false],
  ]);
  expect(rows[0]!.text).toBe("가님, 1일 2시에 방문 예약이 확정됐어요.\n문의: 강남");
});

test("pages of a list hold every message once, by id lists and by time too", async () => {
  const to = Array.from({ length: 1_203 }, (_, n) => `0100000${String(n + 5_000).padStart(4, "0")}`);
  await solapi.send({ to, from: DEMO_SENDER, text: "가" });
  const seen: string[] = [];
  let startKey: string | null | undefined;
  do {
    const page = await solapi.getMessages({ limit: 500, ...(startKey && { startKey }) });
    seen.push(...Object.keys(page.messageList));
    startKey = page.nextKey;
  } while (startKey);
  expect(seen).toHaveLength(1_203);
  expect(new Set(seen).size).toBe(1_203);
  const some = await solapi.getMessages({ messageIds: seen.slice(0, 3) });
  expect(Object.keys(some.messageList).sort()).toEqual(seen.slice(0, 3).sort());
  const past = { startDate: new Date(Date.now() - 7_200_000), endDate: new Date(Date.now() - 3_600_000) };
  expect((await solapi.getMessages({ ...past, dateType: "UPDATED" })).messageList).toEqual({});
});
