import { expect, test } from "@playwright/test";
import { accountOf, signIn, watchConsole } from "./demo";

test("a list is kept under a name of one's own, opened, renamed and thrown away without a mouse", async ({ page }) => {
  test.setTimeout(90_000);
  const complaints = watchConsole(page);
  const { keyboard } = page;
  const name = `못 간 것 ${Date.now()}`;
  await signIn(page, accountOf("branch", "jeongja"), "/logs?period=week&kind=schedule");
  const chip = page.getByRole("button", { name: "내 보기" });
  const panel = page.getByRole("dialog", { name: "내 보기" });
  const open = async () => {
    await chip.focus();
    await keyboard.press("Enter");
    await expect(panel).toBeVisible();
  };

  await test.step("kept, and found again from another narrowing", async () => {
    await open();
    await panel.getByLabel("지금 보기의 이름").focus();
    await keyboard.type(name);
    await keyboard.press("Enter");
    await expect(page.getByText(`‘${name}’ 보기를 저장했어요`)).toBeVisible();
    await page.goto("/logs");
    await open();
    await panel.getByRole("link", { name }).focus();
    await keyboard.press("Enter");
    await expect(page).toHaveURL(/\/logs\?period=week&kind=schedule$/);
    await expect(panel).toBeHidden();
    await expect(page.getByRole("button", { name: /^기간/ })).toContainText("–");
  });

  await test.step("a number is kept nowhere", async () => {
    await page.goto("/logs?channel=phone&search=010-0000-1234");
    await open();
    await panel.getByLabel("지금 보기의 이름").fill("번호로 찾은 것");
    await keyboard.press("Enter");
    await expect(panel.getByText("전화번호는 보기에 남겨 두지 않아요. 번호를 빼고 저장해 주세요.")).toBeVisible();
    await keyboard.press("Escape");
  });

  await test.step("renamed, thrown away and brought back", async () => {
    await open();
    await panel.getByRole("button", { name: `‘${name}’ 이름 바꾸기` }).focus();
    await keyboard.press("Enter");
    const box = panel.getByLabel("새 이름");
    await expect(box).toBeFocused();
    await box.fill(`${name} 둘`);
    await keyboard.press("Enter");
    await expect(panel.getByRole("link", { name: `${name} 둘` })).toBeVisible();
    await panel.getByRole("button", { name: `‘${name} 둘’ 지우기` }).focus();
    await keyboard.press("Enter");
    await expect(panel.getByRole("link", { name: `${name} 둘` })).toHaveCount(0);
    await page.getByRole("button", { name: "되돌리기" }).click();
    if (!(await panel.isVisible())) await open();
    await expect(panel.getByRole("link", { name: `${name} 둘` })).toBeVisible();
    await panel.getByRole("button", { name: `‘${name} 둘’ 지우기` }).click();
    await expect(panel.getByRole("link", { name: `${name} 둘` })).toHaveCount(0);
  });
  // The browser itself says that a name was refused.
  expect(complaints().filter((words) => !words.includes("422"))).toEqual([]);
});

test("rooms and phones are one list by time, with one search over both", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, accountOf("hq"), "/logs?period=week");
  await page.getByRole("link", { name: "모두 함께" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("톡방과 휴대폰으로 보낸 것을 한 줄로 봐요");
  await expect(page).toHaveURL(/channel=all/);
  const table = page.getByRole("table", { name: "모두 함께" });
  await expect(table.getByRole("row").nth(1)).toBeVisible();
  await page.goto("/logs?channel=all&period=month");
  const rows = table.locator("tbody").getByRole("row");
  const shown = await rows.count();
  await page.getByRole("button", { name: "더 보기" }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(shown);
  await expect(table.getByRole("link").first()).toHaveAttribute("href", /^\/(logs|messages)\/\d+$/);
  expect(complaints()).toEqual([]);
});
