import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { accountOf, signIn, watchConsole } from "./demo";

const LAW = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const headline = (page: Page) => page.getByRole("heading", { level: 1 });
const queue = (page: Page) => page.getByRole("listbox", { name: "찾은 것" });
const chosen = (page: Page) => queue(page).getByRole("option", { selected: true });
/** The questions left, as the tab says. */
const questions = (page: Page) => page.getByRole("link", { name: /^판단할 것/ });

const complaintsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).withTags(LAW).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.target}`,
  );

/** What a scan says of all customers, through the API. */
async function scan(page: Page) {
  const headers = { origin: new URL(page.url()).origin };
  for (;;) {
    const answer = await page.request.post("/api/image-sync/runs", { headers, data: {} });
    const run = await answer.json();
    if (run.state !== "scanning") return run;
  }
}

test("headquarters scans, reviews by keyboard, cleans up ten customers, sees it verified and takes it back exactly", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const complaints = watchConsole(page);
  const { keyboard } = page;
  await signIn(page, accountOf("hq"), "/images");

  await test.step("a scan finds what the seed tells, and changes nothing", async () => {
    await page
      .getByRole("button", { name: /^(처음|다시) 훑기$/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("모든 고객")).toBeChecked();
    await dialog.getByRole("button", { name: "훑기", exact: true }).click();
    await expect(headline(page)).toHaveText("고객 1,000명 중 16명의 이미지가 저장소와 달라요", { timeout: 120_000 });
    const panel = page.getByRole("region", { name: "훑은 결과" });
    await expect(panel).toContainText("전체 1,000명의 1.6%");
    await expect(panel.getByRole("link", { name: /^파일 없음/ })).toContainText("72");
    await expect(panel.getByRole("link", { name: /^겹침/ })).toContainText("21");
    await expect(page.getByRole("region", { name: "고객을 나눠 보면" })).toContainText("파일 없음만 10명");
    await expect(page.getByRole("table", { name: "문제가 많은 고객 5명" }).getByRole("row")).toHaveCount(6);
  });
  const before = (await scan(page)).totals;

  await test.step("the plan is a dry run: it says what an approval would do, to the piece", async () => {
    await page.reload();
    await page.getByRole("link", { name: "보고 정하기" }).click();
    await expect(headline(page)).toContainText("판단할 것이");
    await expect(page.getByRole("region", { name: /1단계 10명을 승인하면/ })).toContainText(
      "아직 아무것도 바꾸지 않았어요",
    );
    await expect(page.getByRole("region", { name: "정리 단계" })).toContainText("1단계를 다시 훑어 0건이면 열려요");
  });
  const runPage = new URL(page.url()).pathname;

  await test.step("every decision has a key, the last one can be taken back, and the address says what is looked at", async () => {
    await expect(questions(page)).toContainText("5");
    await expect(queue(page).getByRole("option")).toHaveCount(5);
    const first = await chosen(page).textContent();
    await keyboard.press("j");
    await expect(chosen(page)).not.toHaveText(first ?? "");
    await expect(page).toHaveURL(/finding=\d+/);
    await keyboard.press("k");
    await expect(chosen(page)).toHaveText(first ?? "");
    await keyboard.press("Space");
    await expect(page.getByRole("dialog")).toBeVisible();
    await keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await keyboard.press("Enter");
    await expect(questions(page)).toContainText("4");
    await expect(queue(page).getByRole("option")).toHaveCount(4);
    await keyboard.press("u");
    await expect(questions(page)).toContainText("5");
    await expect(chosen(page)).toHaveText(first ?? "");
    await keyboard.press("s");
    await expect(chosen(page)).not.toHaveText(first ?? "");
    await expect(queue(page).getByRole("option").last()).toHaveText(first ?? "");
  });

  await test.step("two of one name and two contents are held side by side, and both stay", async () => {
    await page.goto(`${runPage}?verdict=same_name`);
    await expect(page.getByRole("article", { name: "왼쪽" }).getByRole("img")).toBeVisible();
    await expect(page.getByRole("article", { name: "오른쪽" }).getByRole("img")).toBeVisible();
    await expect(page.getByRole("list", { name: "증거" })).toContainText("이름 같음");
    await keyboard.press("b");
    await expect(questions(page)).toContainText("4");
    await keyboard.press("u");
    await expect(questions(page)).toContainText("5");
  });

  await test.step("the page is sound, wide and narrow, in the light and in the dark", async () => {
    for (const width of [1440, 360])
      for (const theme of ["light", "dark"]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
        expect.soft(await complaintsOf(page), `${width} ${theme}`).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(overflow, `${width} ${theme}`).toBeLessThanOrEqual(0);
      }
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.goto(runPage);
  });

  await test.step("approved, the first stage is done, looked at again, and opens the next", async () => {
    await page.getByRole("button", { name: /^1단계 \d+건 승인하고 정리하기$/ }).click();
    await expect(headline(page)).toHaveText("1단계가 끝났고, 다시 훑어 0건이에요", { timeout: 120_000 });
    await expect(page.getByText("고객 10명을 다시 훑었더니 확실히 어긋난 것이 없어요.")).toBeVisible();
    await expect(page.getByRole("button", { name: /^2단계 \d+건 승인하고 정리하기$/ })).toBeVisible();
  });

  await test.step("taken back, storage and database are what they were", async () => {
    await page.getByRole("button", { name: "이 실행 되돌리기" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("격리한 파일이 제자리로 돌아와요.");
    await dialog.getByRole("button", { name: /^\d+건 되돌리기$/ }).click();
    await expect(headline(page)).toHaveText(/^정리한 \d+건을 모두 되돌렸어요$/, { timeout: 120_000 });
    expect((await scan(page)).totals).toEqual(before);
  });
  expect(complaints()).toEqual([]);
});

test("nobody but the headquarters' admins has the screens, their entry, or anything behind them", async ({ page }) => {
  await signIn(page, accountOf("branch"));
  await expect(page.getByRole("navigation", { name: "주 메뉴" })).toBeVisible();
  await expect(page.getByRole("link", { name: "고객 이미지" })).toHaveCount(0);
  for (const path of ["/images", "/images/runs/1"]) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "찾을 수 없어요" })).toBeVisible();
  }
  for (const path of ["", "/1", "/1/findings"])
    expect((await page.request.get(`/api/image-sync/runs${path}`)).status()).toBeGreaterThanOrEqual(403);
  expect((await page.request.get("/api/image-sync/runs/1/findings/1/picture")).status()).toBe(404);
});
