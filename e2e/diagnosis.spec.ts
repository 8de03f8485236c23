import { expect, type Page, test } from "@playwright/test";
import { accountOf, demo, signIn, tick, watchConsole } from "./demo";

const faults = (init: RequestInit) => fetch(`${demo.sandboxUrl}/_sandbox/faults`, init);
const setOffline = () =>
  faults({ method: "POST", headers: { "content-type": "application/json" }, body: '{"kind":"offline"}' });
const clear = () => faults({ method: "DELETE" });
test.afterEach(clear);

/** Presses the button until it shows what it should: a moment after somebody else's look it shows theirs. */
async function look(page: Page, seen: () => Promise<void>) {
  await expect(async () => {
    await page.getByRole("button", { name: "지금 확인" }).click();
    await seen();
  }).toPass({ timeout: 45_000, intervals: [5_500] });
}

test("a bot that goes away is named with its cause and since when, and is well again once it is back", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const complaints = watchConsole(page);
  await tick();
  await signIn(page, accountOf("hq"), "/diagnosis");
  await expect(page.getByRole("region", { name: "네 계층" })).toContainText("공급자");
  const bot = page.getByRole("table", { name: "봇마다" }).getByRole("row").filter({ hasText: "새봄봇 01" });
  await look(page, () => expect(bot).toContainText("정상", { timeout: 4_000 }));

  await setOffline();
  await look(page, () => expect(bot).toContainText("봇에 닿지 않아요", { timeout: 4_000 }));
  await expect(bot).toContainText("부터");
  await expect(bot).toContainText("휴대폰과 게이트웨이가 켜져 있는지 확인해 주세요");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/봇|손볼 것/);
  const row = page.getByRole("table", { name: "두드려 본 것" }).getByRole("row").filter({ hasText: "기기마다" });
  await expect(row).toHaveCount(0);
  const known = await (await page.request.get("/api/diagnosis")).json();
  const provider = known.layers.find(({ layer }: { layer: string }) => layer === "provider");
  expect(provider).toMatchObject({ ok: false, since: expect.any(String) });
  const silent = known.bots.find(({ botName }: { botName: string }) => botName === "새봄봇 01");
  expect(silent).toMatchObject({ state: "bad", cause: "bot_offline", lastGoodAt: expect.any(String) });
  // Beside the menu's item stands how much is broken.
  await page.reload();
  await expect(page.getByRole("navigation", { name: "주 메뉴" }).getByRole("link", { name: /진단/ })).toContainText(
    /\d/,
  );

  await clear();
  await look(page, () => expect(bot).toContainText("정상", { timeout: 4_000 }));
  await expect(bot).not.toContainText("닿지 않아요");
  await expect(bot.getByRole("img", { name: /지난 24시간/ })).toBeVisible();
  expect(complaints()).toEqual([]);
});

test("a branch sees the layers and what is theirs, and nothing of anybody else's", async ({ page }) => {
  await signIn(page, accountOf("branch", "jeongja"), "/diagnosis");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const all = await (await page.request.get("/api/diagnosis")).json();
  expect(all.layers.map(({ layer }: { layer: string }) => layer)).toEqual(["api", "queue", "worker", "provider"]);
  const hq = await page.context().browser()!.newContext();
  const other = await hq.newPage();
  await signIn(other, accountOf("hq"), "/diagnosis");
  const whole = await (await other.request.get("/api/diagnosis")).json();
  await hq.close();
  expect(all.tenants.length).toBeLessThan(whole.tenants.length);
  const own = new Set(all.tenants.map(({ id }: { id: number }) => id));
  for (const { id, orgName } of whole.tenants)
    if (!own.has(id)) await expect(page.getByRole("main")).not.toContainText(orgName);
});
