import { expect, type Locator, type Page, test } from "@playwright/test";
import { accountOf, demo, signIn, tick, watchConsole } from "./demo";

const branch = accountOf("branch", "jeongja");
const TITLE = "연습: 엑스레이로 본 안내";

type Account = { accountId: string; balance: number; point: number };

/** A door of the Solapi simulator, as docs/simulator.md tells. */
async function simulator(door: string, change?: object) {
  const response = await fetch(`${demo.simulatorUrl}/_sim/${door}`, {
    method: change ? "PATCH" : "GET",
    ...(change && { body: JSON.stringify(change) }),
  });
  expect(response.ok).toBe(true);
  return response.json();
}

/** Ticks and looks again until the page says so. */
async function untilSaid(page: Page, words: string) {
  await expect(async () => {
    await tick();
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words, { timeout: 3_000 });
  }).toPass({ timeout: 90_000 });
}

const column = (page: Page, name: string): Locator =>
  page
    .getByRole("list", { name: "지나간 네 계층" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name }) });

test("a text Solapi has no money for is explained, set right where it is explained, and arrives once", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const complaints = watchConsole(page);
  await signIn(page, branch, "/messages");
  const { items } = (await simulator("accounts")) as { items: Account[] };
  for (const { accountId } of items) await simulator(`accounts/${accountId}`, { balance: 0, point: 0 });
  let id = 0;
  try {
    const sent = await page.request.post("/api/v1/messaging/send", {
      headers: { origin: new URL(page.url()).origin },
      data: {
        recipients: [{ phone: "010-0000-5901" }, { phone: "010-0000-5902" }],
        message_mode: "sms",
        raw_body: `내일은 쉬어요 ${Date.now()}`,
      },
    });
    expect(sent.status()).toBe(202);
    id = (await sent.json()).message_id;
    await page.goto(`/messages/${id}`);
    await page.getByRole("link", { name: "엑스레이", exact: true }).click();
    await page.waitForURL(/\/xray$/);
    await untilSaid(page, "2명 모두 공급자에서 막혔고, 아직 나가지 않았어요");
  } finally {
    for (const { accountId, balance, point } of items) await simulator(`accounts/${accountId}`, { balance, point });
  }

  // The first broken layer is the provider; what came before it passed.
  await expect(column(page, "공급자")).toContainText("막힘");
  for (const before of ["API", "대기열", "워커"]) await expect(column(page, before)).toContainText("정상");
  // Every step opens the record that says so.
  const record = column(page, "대기열")
    .getByText(/^(send_batches|delivery_events)$/)
    .first();
  await expect(record).toBeHidden();
  await column(page, "대기열")
    .getByText(/묶음 \d+에 2명이 담김/)
    .click();
  await expect(record).toBeVisible();
  await expect(page.getByText("아무것도 나가지 않았어요. 다시 보내도 두 번 받는 분이 없어요.")).toBeVisible();
  // One of the two has the same story.
  await page.getByRole("link", { name: "한 분의 엑스레이" }).click();
  await page.waitForURL(/recipient=\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("공급자에서 막혔고, 아직 나가지 않았어요");
  await page.goBack();
  await page.waitForURL(/\/xray$/);

  await page.getByRole("button", { name: "다시 보내기 켜기" }).click();
  await expect(page.getByText("보내기를 다시 켰어요. 곧 나가요.")).toBeVisible();
  await untilSaid(page, "2명 모두에게 도착했어요");
  await expect(column(page, "공급자")).toContainText("정상");
  await expect(page.getByRole("button", { name: "다시 보내기 켜기" })).toHaveCount(0);
  const groups = (await simulator("groups")).items as { status: string; messages: { to: string }[] }[];
  const reached = groups
    .filter(({ status }) => status === "COMPLETE")
    .flatMap(({ messages }) => messages.map(({ to }) => to));
  expect(reached.filter((to) => to === "01000005901")).toHaveLength(1);
  expect(complaints()).toEqual([]);
});

test("a run nobody saw end is decided where it is explained", async ({ page }) => {
  test.setTimeout(240_000);
  const complaints = watchConsole(page);
  await signIn(page, branch, "/logs");
  const headers = { origin: new URL(page.url()).origin };
  const room = (await (await page.request.get("/api/rooms?type=test")).json()).items[0];
  const year = new Date().getUTCFullYear();
  const made = await page.request.post("/api/schedules", {
    headers,
    data: {
      title: TITLE,
      roomId: room.id,
      messageText: "보이나요?",
      scheduleType: "once",
      scheduleDate: `${year + 1}-12-24`,
      scheduleTime: "09:00",
      validFrom: `${year}-01-01T00:00`,
      validUntil: `${year + 1}-12-31T00:00`,
    },
  });
  const schedule = await made.json();
  const faults = `${demo.sandboxUrl}/_sandbox/faults`;
  await page.request.post(faults, { data: { kind: "slow", ms: 40_000, roomId: room.roomId } });
  try {
    const sent = await page.request.post(`/api/schedules/${schedule.id}/send`, {
      headers,
      data: { kind: "test", roomId: room.id },
    });
    const { id } = await sent.json();
    await page.goto(`/logs/${id}/xray`);
    await untilSaid(page, "공급자에서 대답이 끊겨서, 톡방에 갔는지 아무도 보지 못했어요");
    await expect(column(page, "공급자")).toContainText("알 수 없음");
    await expect(page.getByRole("list", { name: "아무도 모르는 것" }).getByRole("listitem").first()).toBeVisible();
    await page.getByRole("button", { name: "네, 보여요" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("톡방에 도착했어요", { timeout: 30_000 });
    await expect(page.getByRole("button", { name: "네, 보여요" })).toHaveCount(0);
  } finally {
    await page.request.delete(faults);
    await page.request.delete(`/api/schedules/${schedule.id}`, { headers });
  }
  expect(complaints()).toEqual([]);
});
