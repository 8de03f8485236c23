import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_API_KEY, DEMO_API_SECRET, DEMO_PF_ID, DEMO_SENDER, DEMO_TEMPLATE_ID } from "@/lib/simulator/account";
import { type Simulator, startSimulator } from "@/lib/simulator/start-simulator";
import { createSolapi } from "./solapi";
import { toBalance, toGroup, toMessagePage, toPrices, toSenderPage } from "./solapi-shapes";

const account = { apiKey: DEMO_API_KEY, apiSecret: DEMO_API_SECRET };
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
});
afterAll(() => simulator.close());
const provider = () => createSolapi({ baseUrl: simulator.url });

test("the account: money, sender numbers, templates, prices", async () => {
  const balance = await provider().balance(account);
  expect(balance).toMatchObject({ kind: "ok", balance: 100_000, point: 0 });
  expect(Math.abs((balance as { skewMs: number }).skewMs)).toBeLessThan(60_000);
  expect(await provider().senders(account)).toMatchObject({
    kind: "ok",
    senders: expect.arrayContaining([expect.objectContaining({ number: DEMO_SENDER, status: "ACTIVE" })]),
  });
  const templates = await provider().templates(account);
  if (templates.kind !== "ok") throw new Error(templates.detail);
  expect(templates.items.find(({ templateId }) => templateId === DEMO_TEMPLATE_ID)).toMatchObject({
    status: "APPROVED",
    channelId: DEMO_PF_ID,
    content: expect.stringContaining("#{이름}"),
  });
  expect(await provider().prices(account)).toEqual({
    kind: "ok",
    prices: { sms: 18, lms: 45, mms: 110, alimtalk: 13 },
  });
  expect(await provider().optOuts(account)).toMatchObject({ kind: "ok", items: [], nextKey: null });
});

test("1,100 messages are read back by pages, by their ids, and orphans are found until they are sent", async () => {
  const messages = Array.from({ length: 1_100 }, (_, n) => ({
    ...{ logId: `log-${n}`, to: `010000${String(n).padStart(5, "1")}`, from: DEMO_SENDER },
    ...{ channel: "sms" as const, text: "안녕하세요" },
  }));
  const built = await provider().build(account, { batchId: "1", installationId: "here", attempt: 1, messages });
  if (built.kind !== "built") throw new Error(built.kind);
  const pending = async () => {
    const page = await provider().pendingGroups(account);
    return page.kind === "ok"
      ? page.items.map(({ groupId, customFields }) => [groupId, customFields.installationId])
      : page;
  };
  expect(await pending()).toEqual([[built.groupId, "here"]]);
  await provider().fire(account, built.groupId);
  expect(await pending()).toEqual([]);
  const seen = new Set<string>();
  let startKey: string | null = null;
  let pages = 0;
  do {
    const page = await provider().list(account, {
      dateType: "CREATED",
      from: new Date(Date.now() - 600_000),
      startKey,
    });
    if (page.kind !== "ok") throw new Error(page.detail);
    for (const { logId } of page.items) seen.add(logId ?? "");
    startKey = page.nextKey;
    pages++;
  } while (startKey && pages < 10);
  expect([seen.size, pages]).toEqual([1_100, 3]);
  const messageIds = built.rows.slice(0, 250).map(({ messageId }) => messageId);
  const some = await provider().list(account, { messageIds });
  expect(some.kind === "ok" && some.items.map(({ messageId }) => messageId).sort()).toEqual([...messageIds].sort());
});

describe("an answer with strange parts is read as far as it goes", () => {
  test("a message of a kind nobody knows costs no page", () => {
    const page = toMessagePage({
      messageList: {
        M1: {
          messageId: "M1",
          type: "BMS_NEW",
          statusCode: 4000,
          dateCreated: "no date",
          customFields: { logId: "a", odd: 1 },
        },
        M2: { _id: "M2", to: null, text: { odd: true } },
        M3: "nonsense",
      },
      nextKey: "",
    });
    expect(page).toMatchObject({ nextKey: null, unread: 1 });
    expect(page?.items).toMatchObject([
      {
        messageId: "M1",
        type: "BMS_NEW",
        statusCode: "4000",
        createdAt: null,
        logId: "a",
        customFields: { logId: "a" },
      },
      { messageId: "M2", to: null, text: null, logId: null },
    ]);
    expect(toMessagePage({})).toBeNull();
    expect(toMessagePage([])).toBeNull();
    expect(toMessagePage({ messageList: [{ messageId: "M1" }], nextKey: "M1" })).toMatchObject({ nextKey: "M1" });
  });

  test("a group with its id alone, and with refunds", () => {
    expect(toGroup({ groupId: "G1" })).toMatchObject({ status: "OTHER", price: null, count: { total: 0 }, log: [] });
    expect(toGroup({ status: "PENDING" })).toBeNull();
    const money = { balance: { requested: 30, refund: 10 }, point: { requested: "20", replacement: null } };
    expect(toGroup({ groupId: "G1", status: "COMPLETE", ...money })).toMatchObject({ status: "COMPLETE", price: 40 });
  });

  test("money as text, prices by country, senders as bare numbers", () => {
    const alert = { lowBalanceAlert: { currentBalance: null } };
    expect(toBalance({ balance: "196.5", accountId: 486, ...alert })).toEqual({
      ...{ balance: 196.5, point: 0 },
      accountId: "486",
    });
    expect(toBalance({ point: 1 })).toBeNull();
    expect(
      toPrices([
        { countryId: "1", sms: 9 },
        { countryId: "82", sms: 20, ata: "13" },
      ]),
    ).toEqual({ sms: 20, alimtalk: 13 });
    expect(toPrices({})).toBeNull();
    expect(
      toSenderPage({ senderIds: ["02-000-0000", { phoneNumber: "01000000001", status: "EXPIRED" }, {}] }),
    ).toMatchObject({
      items: [
        { number: "020000000", status: "ACTIVE" },
        { number: "01000000001", status: "EXPIRED" },
      ],
      unread: 1,
    });
  });
});
