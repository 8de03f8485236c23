import { expect, type Page, test } from "@playwright/test";
import { accountOf, demo, signIn, tick, watchConsole } from "./demo";

const simulator = (path: string, method: string, body?: object) =>
  fetch(`${demo.simulatorUrl}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });

async function paste(page: Page, lines: string) {
  await page.getByRole("button", { name: "붙여넣기" }).click();
  const sheet = page.getByRole("dialog", { name: "붙여넣기" });
  await sheet.getByLabel("이름과 번호").fill(lines);
  await sheet.getByRole("button", { name: /명 넣기$/ }).click();
}
const words = (page: Page) => page.getByRole("textbox", { name: "글", exact: true });

test("a message left half-written is there again, can be thrown away and taken back, and is gone once sent", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = watchConsole(page);
  const text = `반만 쓴 글 ${Date.now()}`;
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await paste(page, "가온\t010-0000-5821\n나솔\t010-0000-5822");
  await words(page).fill(text);
  await expect(page.getByText(/\d\d:\d\d에 저장했어요/)).toBeVisible();
  await expect(page).toHaveURL(/\?draft=[0-9a-f-]{36}$/);
  const address = page.url();
  expect(address).not.toContain("5821");

  await page.goto("/messages/new");
  await expect(words(page)).toHaveValue("");
  await page.getByRole("button", { name: /^쓰던 글/ }).click();
  const sheet = page.getByRole("dialog", { name: "쓰던 글" });
  const line = sheet.getByRole("listitem").filter({ hasText: text });
  await expect(line).toContainText("받는 분 2명");
  await line.getByRole("button", { name: `지우기: ${text}` }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole("button", { name: "되돌리기" }).click();
  await line.getByRole("link", { name: "이어 쓰기" }).click();
  await expect(page).toHaveURL(address);
  await expect(words(page)).toHaveValue(text);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2명에게 문자를 보내요");

  await page.getByRole("button", { name: "2명에게 보내기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "2명에게 보내기" }).click();
  await page.waitForURL(/\/messages\/\d+$/);
  await page.goto(address);
  await expect(page.getByText("찾는 글이 없어요")).toBeVisible();
  await expect(words(page)).toHaveValue("");
  expect(complaints()).toEqual([]);
});

test("another person sees nothing of a draft, not even with its address", async ({ page, browser, baseURL }) => {
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await words(page).fill("나만 보는 글");
  await expect(page).toHaveURL(/\?draft=/);
  const stranger = await browser.newPage({ baseURL: baseURL! });
  await signIn(stranger, accountOf("hq"), new URL(page.url()).pathname + new URL(page.url()).search);
  await expect(stranger.getByText("찾는 글이 없어요")).toBeVisible();
  await expect(words(stranger)).toHaveValue("");
  await stranger.close();
});

test("a saved list is chosen as recipients, next to people picked one by one", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await page.getByRole("button", { name: "고객", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "고객에서 고르기" });
  await sheet.getByRole("checkbox", { name: "단골" }).check({ force: true });
  await sheet.getByRole("region", { name: "고객" }).getByRole("checkbox").first().check({ force: true });
  await sheet.getByRole("button", { name: "고르기 끝 · 목록 1개, 고객 1명" }).click();
  await words(page).fill("토요일 픽업은 오전 10시부터예요");
  await expect(page.getByRole("button", { name: /^단골/ })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^\d+명에게 문자를 보내요$/);
  expect(complaints()).toEqual([]);
});

test("a list whose titles nobody knows is mapped by hand, checked so and imported so", async ({ page }) => {
  const complaints = watchConsole(page);
  const name = `손수 ${Date.now().toString(36)}`;
  // A number of its own: known ones are changed, not added.
  const last4 = String(6000 + (Date.now() % 1000));
  await signIn(page, accountOf("branch", "jeongja"), "/customers/import");
  const file = (lines: string[]) => ({ name: "단골.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });
  const choose = page.locator('input[type="file"]');
  await choose.setInputFiles(file(["손님,별칭,전번,적바림", `${name},귤,010-0000-${last4},단골`]));
  const table = page.getByRole("table", { name: "열마다 무엇인지 골라 주세요" });
  await expect(table).toContainText(`…${last4}`);
  await expect(page.getByText("‘이름’ 열을 골라 주세요.")).toBeVisible();
  const use = page.getByRole("button", { name: "이대로 확인하기" });
  await expect(use).toBeDisabled();
  await page.getByLabel("‘손님’ 열의 뜻").selectOption({ label: "이름" });
  await page.getByLabel("‘적바림’ 열의 뜻").selectOption({ label: "메모" });
  await use.click();
  await page.getByRole("button", { name: "1명 가져오기" }).waitFor();
  // A wrong guess is changed from the report, and what was chosen before stands there.
  await page.getByRole("button", { name: "열 바꾸기" }).click();
  await expect(page.getByLabel("‘적바림’ 열의 뜻")).toHaveValue("memo");
  await page.getByLabel("‘적바림’ 열의 뜻").selectOption({ label: "읽지 않음" });
  await use.click();
  await page.getByRole("button", { name: "1명 가져오기" }).click();
  await expect(page.getByText("1명을 더하고 0명을 고쳤어요")).toBeVisible();
  await page.goto(`/customers?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText(last4);
  // The answer that the titles mean nothing is a 422, which browsers log.
  expect(complaints().filter((complaint) => !complaint.includes("422"))).toEqual([]);
});

test("headquarters chooses whose opt-outs it sees, and adds one to that sender alone", async ({ page }) => {
  await signIn(page, accountOf("hq"), "/customers/opt-outs");
  const whose = page.getByLabel("어느 조직의 수신거부인가요?");
  await whose.selectOption({ label: "부산대리점" });
  await expect(page).toHaveURL(/tenantId=\d+/);
  await page.getByRole("button", { name: "번호 더하기" }).click();
  const form = page.getByRole("form", { name: "번호 더하기" });
  await form.getByLabel("거부한 번호").fill("010-0000-5841");
  await form.getByRole("button", { name: "번호 더하기" }).click();
  const row = page.getByRole("row", { name: /5841/ });
  await expect(row).toBeVisible();
  await page.reload();
  await expect(whose.locator("option:checked")).toHaveText("부산대리점");
  await expect(row).toBeVisible();
  await whose.selectOption({ label: "성남대리점" });
  await expect(row).toHaveCount(0);
  await whose.selectOption({ label: "부산대리점" });
  await row.getByRole("button", { name: "풀기" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "되돌리기" }).click();
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "풀기" }).click();
  await expect(row).toHaveCount(0);
});

test("of a batch Solapi gave up a person says what became of it, and the recent sends tell the same", async ({
  page,
}) => {
  test.setTimeout(150_000);
  const complaints = watchConsole(page);
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await paste(page, "가온\t010-0000-5851");
  await words(page).fill(`오늘 못 나간 글 ${Date.now()}`);
  await simulator("/_sim/settings", "PATCH", { dailyQuota: 0 });
  try {
    await page.getByRole("button", { name: "1명에게 보내기" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "1명에게 보내기" }).click();
    await page.waitForURL(/\/messages\/\d+$/);
    await expect(async () => {
      await tick();
      await expect(page.getByText("1묶음, 1명분이 붙들려 있어요")).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 60_000 });
  } finally {
    await simulator("/_sim/settings", "PATCH", { dailyQuota: null });
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1명분이 나갔는지 정해 주세요");
  const ask = async (answer: string) => {
    await page.getByRole("button", { name: answer, exact: true }).click();
    return page.getByRole("alertdialog").or(page.getByRole("dialog"));
  };
  const doubtful = await ask("알 수 없어요");
  await expect(doubtful).toContainText("1명을 미확인으로 적을까요?");
  await page.keyboard.press("Escape");
  await expect(doubtful).toHaveCount(0);
  await expect(page.getByRole("button", { name: "알 수 없어요", exact: true })).toBeFocused();
  const certain = await ask("나가지 않았어요");
  await expect(certain).toContainText("두 번 도착해요");
  await certain.getByRole("button", { name: "나가지 않았어요" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("아무에게도 도착하지 않았어요");
  await expect(page.getByRole("button", { name: "실패한 1명에게 다시" })).toBeVisible();

  await page.goto("/messages/recent?outcome=notGone");
  const row = page.getByRole("row", { name: /5851/ }).first();
  await expect(row).toContainText("실패");
  await row.getByRole("link", { name: "010-****-5851" }).click();
  await page.waitForURL(/\/messages\/\d+$/);
  expect(complaints()).toEqual([]);
});

test("what nobody can tell of is sent again only one by one, by a person who was told what that may mean", async ({
  page,
}) => {
  test.setTimeout(150_000);
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await paste(page, "다별\t010-0000-5861");
  await words(page).fill(`알 수 없는 글 ${Date.now()}`);
  await simulator("/_sim/settings", "PATCH", { dailyQuota: 0 });
  try {
    await page.getByRole("button", { name: "1명에게 보내기" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "1명에게 보내기" }).click();
    await page.waitForURL(/\/messages\/\d+$/);
    await expect(async () => {
      await tick();
      await expect(page.getByText("1묶음, 1명분이 붙들려 있어요")).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 60_000 });
  } finally {
    await simulator("/_sim/settings", "PATCH", { dailyQuota: null });
  }
  await page.getByRole("button", { name: "알 수 없어요", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "알 수 없어요" }).click();
  const row = page.getByRole("row", { name: /5861/ });
  await expect(row).toContainText("미확인");
  await expect(page.getByRole("button", { name: /^실패한/ })).toHaveCount(0);
  await row.getByRole("button", { name: "다시 보내기" }).click();
  const dialog = page.getByRole("dialog", { name: "010-****-5861에 다시 보낼까요?" });
  await expect(dialog).toContainText("두 번 받을 수 있고");
  await dialog.getByRole("button", { name: "다시 보내기" }).click();
  await expect(async () => {
    await tick();
    await expect(page.getByRole("row", { name: /5861.*도착/ })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole("button", { name: "다시 보내기" })).toHaveCount(0);
});
