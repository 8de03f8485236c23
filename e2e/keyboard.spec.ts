import { expect, type Page, test } from "@playwright/test";
import { accountOf, picture, watchConsole } from "./demo";

const account = accountOf("branch", "jeongja");

/** The words by which assistive technology calls what has the focus. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement | null;
    return (at?.getAttribute("aria-label") ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? "").trim();
  });

/** Presses Tab until the focus is there, at most a screenful of stops; what has it is drawn, and in sight. */
async function tabTo(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab") {
  for (let presses = 0; presses < 80; presses++) {
    if (name.test(await focused(page))) {
      await expect(page.locator(":focus")).toBeInViewport();
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never leads to ${name}`);
}

const order = (page: Page, group: number) =>
  page
    .getByRole("region", { name: `묶음 ${group}` })
    .getByRole("button", { name: new RegExp(`, 묶음 ${group}의 \\d+번째`) })
    .evaluateAll((list) => list.map((one) => one.getAttribute("aria-label")?.split(",")[0]));

test("a message is written, its pictures ordered and its schedule saved without a mouse", async ({ page }) => {
  test.setTimeout(120_000);
  const complaints = watchConsole(page);
  // Listening from the start keeps the browser from opening a window of its own.
  page.on("filechooser", () => {});
  const { keyboard } = page;
  const title = `자판으로 쓴 예약 ${Date.now()}`;
  const said = (words: string) => expect(page.locator("[aria-live=assertive]", { hasText: words })).toBeAttached();

  await page.goto("/sign-in");
  await expect(page.getByLabel("아이디")).toBeFocused();
  await keyboard.type(account.mbId);
  await keyboard.press("Tab");
  await keyboard.type(account.password);
  await keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/");

  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "본문으로 건너뛰기" })).toBeFocused();
  await keyboard.press("Enter");
  await tabTo(page, /^새 예약$/);
  await keyboard.press("Enter");
  await page.waitForURL(/\/schedules\/new/);
  await expect(page.getByRole("region", { name: "묶음 2" })).toBeVisible();

  await tabTo(page, /^어느 톡방에/);
  await keyboard.press("Enter");
  // The list comes a moment after its button is pressed; a person looks before typing, and before taking what is there.
  await expect(page.getByRole("combobox", { name: "어느 톡방에 보낼까요?" })).toBeFocused();
  await keyboard.type("공구방");
  await expect(page.getByRole("option", { name: /공구방/ }).first()).toBeVisible();
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "어느 톡방에 보낼까요?" })).toContainText("공구방");
  await tabTo(page, /^제목/);
  await keyboard.type(title);
  await tabTo(page, /^글$/);
  await keyboard.type("[정자점] 저녁 입고");

  const add = async (group: number, names: string[]) => {
    await tabTo(page, new RegExp(`^묶음 ${group}에 이미지 더하기$`));
    const waiting = page.waitForEvent("filechooser");
    await keyboard.press("Enter");
    const files = names.map((name, i) => picture(name, `#${group}0${i}0b0`));
    await (await waiting).setFiles(await Promise.all(files));
    await expect.poll(() => order(page, group)).toEqual(names);
  };
  await add(1, ["하나.png", "둘.png", "셋.png"]);
  await add(2, ["넷.png", "다섯.png"]);

  // Pick up, carry, put down: each step is said.
  await tabTo(page, /^둘\.png, 묶음 1의 2번째/, "Shift+Tab");
  await keyboard.press("Space");
  await said("‘둘.png’ 이미지를 집었어요. 묶음 1의 2번째예요.");
  await keyboard.press("ArrowLeft");
  await said("‘둘.png’ 이미지를 묶음 1의 1번째 자리로 옮기는 중이에요.");
  await keyboard.press("Space");
  await said("‘둘.png’ 이미지를 묶음 1의 1번째에 놓았어요.");
  expect(await order(page, 1)).toEqual(["둘.png", "하나.png", "셋.png"]);

  // Into the other group and, thought better of it, back.
  await tabTo(page, /^셋\.png, 묶음 1의 3번째/);
  await keyboard.press("Space");
  await said("‘셋.png’ 이미지를 집었어요.");
  await keyboard.press("ArrowDown");
  await expect.poll(() => order(page, 2)).toContain("셋.png");
  await keyboard.press("Escape");
  await said("옮기기를 그만뒀어요.");
  expect(await order(page, 1)).toEqual(["둘.png", "하나.png", "셋.png"]);

  // In one press, and the focus goes along.
  await keyboard.press("Alt+ArrowDown");
  await expect(page.getByRole("button", { name: /^셋\.png, 묶음 2의 3번째/ })).toBeFocused();
  await keyboard.press("Delete");
  await said("‘셋.png’ 이미지를 묶음 2에서 지웠어요.");
  await expect(page.getByRole("button", { name: /^다섯\.png, 묶음 2의 2번째/ })).toBeFocused();

  await tabTo(page, /^한 번$/);
  await keyboard.press("ArrowRight");
  await tabTo(page, /^보낼 시각$/);
  await keyboard.press("Control+A");
  await keyboard.type("2355");
  await keyboard.press("Tab");
  await expect(page.getByLabel("보낼 시각", { exact: true })).toHaveValue("23:55");

  // A dialog begins at its field, keeps the focus, and gives it back.
  await tabTo(page, /템플릿으로 저장$/, "Shift+Tab");
  await keyboard.press("Enter");
  await expect(page.getByLabel("템플릿 이름")).toBeFocused();
  for (let stop = 0; stop < 4; stop++) {
    await keyboard.press("Tab");
    await expect(page.getByRole("dialog").locator(":focus")).toBeAttached();
  }
  await keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "템플릿으로 저장" })).toBeFocused();

  await tabTo(page, /^예약하기$/);
  const saved = page.waitForResponse(
    (one) => one.url().endsWith("/api/schedules") && one.request().method() === "POST",
  );
  await keyboard.press("Enter");
  const schedule = await (await saved).json();
  expect(schedule).toMatchObject({ title, scheduleType: "daily", scheduleTime: "23:55" });
  expect([schedule.messageImages1.length, schedule.messageImages2.length]).toEqual([2, 2]);

  // It stands in the list at once, and its menu removes it again.
  await page.waitForURL(/\/schedules$/);
  await expect(page.getByRole("link", { name: title })).toBeVisible();
  await tabTo(page, new RegExp(`^‘${title}’ 더 보기$`));
  await keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "고치기" })).toBeFocused();
  await keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "지우기" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  expect(complaints()).toEqual([]);
});
