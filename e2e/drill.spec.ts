import { expect, test } from "@playwright/test";
import { accountOf, demo, signIn, tick, watchConsole } from "./demo";

/** How many accounts of the stand-in have nothing left. */
async function emptyAccounts(): Promise<number> {
  const { items } = await (await fetch(`${demo.simulatorUrl}/_sim/accounts`)).json();
  return (items as { balance: number; point: number }[]).filter(({ balance, point }) => balance + point <= 0).length;
}

test("headquarters plants a fault, sees what the diagnosis says of a test message, and takes it away", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = watchConsole(page);
  expect(await emptyAccounts()).toBe(0);
  await signIn(page, accountOf("hq"), "/diagnosis/drill");
  const now = page.getByRole("region", { name: "지금 심어 둔 것" });
  await expect(now).toContainText("심어 둔 것이 없어요");
  await page.getByRole("button", { name: "솔라피 잔액이 없음 해 보기" }).click();
  // What was tried before stands in the same region.
  const planted = now.getByRole("listitem").filter({ hasText: "저절로 되돌아가요" });
  await expect(planted).toBeVisible();
  await expect(page.getByRole("button", { name: "틀린 열쇠 해 보기" })).toBeDisabled();
  expect(await emptyAccounts()).toBe(1);
  await expect(async () => {
    await tick();
    await expect(planted).toContainText("진단이 짚었어요", { timeout: 4_000 });
  }).toPass({ timeout: 45_000 });
  await expect(planted).toContainText("공급자");
  await planted.getByRole("link", { name: /엑스레이 보기$/ }).click();
  await page.waitForURL(/\/messages\/\d+\/xray/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("막혔");
  await page.goBack();
  await now.getByRole("button", { name: "되돌리기" }).click();
  await expect(now).toContainText("심어 둔 것이 없어요");
  expect(await emptyAccounts()).toBe(0);
  await expect(page.getByText("앞서 해 본 것")).toBeVisible();
  expect(complaints()).toEqual([]);
});

test("a drill is nobody's but the headquarters'", async ({ page }) => {
  await signIn(page, accountOf("branch"), "/diagnosis/codes");
  await expect(page.getByRole("navigation", { name: "진단 화면" })).not.toContainText("해 보기");
  expect((await page.goto("/diagnosis/drill"))?.status()).toBe(404);
  expect((await page.request.get("/api/diagnosis/drill")).status()).toBe(403);
});
