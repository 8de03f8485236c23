import { expect, test } from "@playwright/test";
import { accountOf, signIn, tick, watchConsole } from "./demo";

test("somebody calls about a number: found by it, told why, with what the code means, and no address has it", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = watchConsole(page);
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await page.getByRole("button", { name: "붙여넣기" }).click();
  await page.getByRole("dialog").getByLabel("이름과 번호").fill("010-0007-3032");
  await page.getByRole("dialog").getByRole("button", { name: "1명 넣기" }).click();
  await page.getByRole("textbox", { name: "글", exact: true }).fill("이 번호가 맞나요");
  await page.getByRole("button", { name: "1명에게 보내기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "1명에게 보내기" }).click();
  await page.waitForURL(/\/messages\/\d+$/);
  await page.goto("/diagnosis/find");
  const groups = page.getByRole("region", { name: "까닭별로 모은 것" });
  await expect(async () => {
    await tick();
    await page.getByLabel("전화번호").fill("010-0007-3032");
    await page.getByRole("button", { name: "찾기", exact: true }).click();
    await expect(groups.getByRole("listitem").filter({ hasText: "3032" }).first()).toContainText("1명", {
      timeout: 3_000,
    });
    // Under way it is found as well: what is told of it changes with its result.
    await expect(page.getByRole("heading", { level: 1 })).toContainText("1건이 도착하지 않았어요", { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  expect(page.url()).not.toMatch(/phone|0007|3032/);
  const xray = groups.getByRole("link", { name: /010-\*\*\*\*-3032 .* 엑스레이$/ });
  await expect(xray).toHaveAttribute("href", /^\/messages\/\d+\/xray\?recipient=\d+$/);
  await groups.getByRole("link", { name: "코드 3032의 뜻 보기" }).click();
  await page.waitForURL(/\/diagnosis\/codes\?code=3032/);
  await expect(page.getByRole("row", { name: /3032/ }).first()).toContainText("없는 번호예요");
  await expect(page.getByRole("row", { name: /찾으신 코드/ })).toHaveCount(1);
  expect(complaints()).toEqual([]);
});

test("an address says what is looked for, but a period that is too long is told at its field", async ({ page }) => {
  await signIn(page, accountOf("hq"), "/diagnosis/find?code=3032&period=week");
  await expect(page.getByRole("textbox", { name: "코드" })).toHaveValue("3032");
  await expect(page.getByLabel("기간")).toHaveValue("week");
  await page.getByLabel("기간").selectOption("custom");
  await page.getByLabel("부터").fill("2026-01-01T00:00");
  await page.getByLabel("까지").fill("2026-06-01T00:00");
  await page.getByRole("button", { name: "찾기", exact: true }).click();
  await expect(page.getByText("한 번에 31일까지 찾을 수 있어요")).toBeVisible();
});
