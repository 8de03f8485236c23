import { expect, test } from "@playwright/test";
import { accountOf, signIn, watchConsole } from "./demo";

const tree = "조직";
const door = (name: string) => new RegExp(`^${name}.*더 보기$`);

test("headquarters adds a branch and invites a person, who chooses a password and sees only that branch", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const complaints = watchConsole(page);
  await signIn(page, accountOf("hq"), "/settings/orgs");
  await page.getByRole("treeitem", { name: /^수도권총판/ }).click();
  await page.getByRole("button", { name: "조직 더하기" }).click();
  await page.getByLabel("이름").fill("서현점");
  await page.getByLabel("단계").selectOption("branch");
  await page.getByLabel("코드").fill("BR-104");
  await page.getByRole("button", { name: "더하기", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("서현점에는 사람 0명");
  await expect(page.getByRole("tree", { name: tree }).getByRole("treeitem", { name: /^서현점/ })).toBeVisible();

  await page.getByRole("button", { name: "사람 더하기" }).click();
  await page.getByLabel("이름").fill("나래");
  await page.getByLabel("아이디", { exact: true }).fill("narae.seo");
  await page.getByRole("button", { name: "나래 님 초대하기" }).click();
  const link = (await page.locator("code").textContent()) ?? "";
  expect(new URL(link).search).toBe("");
  await page.getByRole("dialog").getByRole("button", { name: "닫기" }).last().click();
  await expect(page.getByRole("row", { name: /나래/ })).toContainText("기다림");

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "나래 님, 반가워요" })).toBeVisible();
  await guest.getByLabel("새 비밀번호").fill("password12345");
  await expect(guest.getByText("누구나 먼저 맞혀 보는 비밀번호예요")).toBeVisible();
  await guest.getByLabel("새 비밀번호").fill("quiet orchard at dawn");
  await guest.getByRole("button", { name: "이 비밀번호로 시작하기" }).click();
  await guest.waitForURL((url) => url.pathname === "/");
  await guest.goto("/settings/orgs?org=1");
  await expect(guest.getByRole("treeitem")).toHaveCount(1);
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("서현점에는 사람 1명");
  await expect(guest.getByRole("button", { name: "사람 더하기" })).toBeDisabled();

  await page.reload();
  await page.getByRole("button", { name: door("나래") }).click();
  await page.getByRole("menuitem", { name: "쉬게 하기" }).click();
  await expect(page.getByText("나래 님은 이제 로그인할 수 없어요")).toBeVisible();
  await guest.goto("/settings/orgs");
  await expect(guest).toHaveURL(/\/sign-in\?next=/);
  await guest.context().close();

  await page.getByRole("button", { name: door("서현점") }).click();
  await page.getByRole("menuitem", { name: "지우기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "지우기" }).click();
  await expect(page.getByText("지난 기록이 있어서 지우지 않고 쉬게 했어요")).toBeVisible();
  expect(complaints()).toEqual([]);
});

test("an organisation is moved after seeing what changes, and moved back", async ({ page }) => {
  const complaints = watchConsole(page);
  await signIn(page, accountOf("hq"), "/settings/orgs");
  await page.getByLabel("조직 찾기").fill("수원");
  await page.getByRole("treeitem", { name: /^수원대리점/ }).click();
  await page.getByRole("button", { name: "옮기기", exact: true }).click();
  await page.getByLabel("옮겨 갈 조직").selectOption({ label: "\u2003영남총판" });
  const limit = page.getByRole("row", { name: /하루 발송 한도/ });
  await expect(limit).toContainText("수도권총판 40회");
  await expect(limit).toContainText("기본 50회");
  await page.getByRole("button", { name: "영남총판으로 옮기기" }).click();
  const where = page.getByRole("heading", { name: /^수원대리점/, level: 2 });
  await expect(where).toContainText("영남총판");
  await page.getByRole("button", { name: "되돌리기" }).click();
  await expect(where).toContainText("수도권총판");
  expect(complaints()).toEqual([]);
});

test("the tree is walked by keyboard alone", async ({ page }) => {
  await signIn(page, accountOf("hq"), "/settings/orgs");
  const item = (name: string) => page.getByRole("treeitem", { name: new RegExp(`^${name}`) });
  await item("새봄청과").focus();
  await page.keyboard.press("ArrowDown");
  await expect(item("수도권총판")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(item("수도권총판")).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await expect(item("성남대리점")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("성남대리점에는");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("End");
  await expect(item("영남총판")).toBeFocused();
});

test("one's own sign-ins and tokens are ended from one screen", async ({ page, browser, baseURL }) => {
  test.setTimeout(90_000);
  const account = accountOf("branch", "ulsan");
  const elsewhere = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await signIn(elsewhere, account);
  await signIn(page, account, "/settings/sessions");
  await page.getByRole("button", { name: "다른 곳 모두 로그아웃" }).click();
  await expect(page.getByText(/다른 \d+곳에서 로그아웃했어요/)).toBeVisible();
  await elsewhere.goto("/");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.context().close();

  await page.getByLabel("이름", { exact: true }).fill("매장 자동화");
  await page.getByRole("button", { name: "토큰 만들기" }).click();
  const token = await page.locator("code").textContent();
  const whoAmI = () => fetch(`${baseURL}/api/users/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await whoAmI()).status).toBe(200);
  await page.getByRole("button", { name: "매장 자동화 토큰 지우기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "지우기" }).click();
  await expect(page.getByText("토큰을 지웠어요")).toBeVisible();
  expect((await whoAmI()).status).toBe(401);
});

test("an address is kept over signing in, but never leads away from here", async ({ page, baseURL }) => {
  const account = accountOf("branch");
  await signIn(page, account, "/settings/sessions");
  await expect(page).toHaveURL(/\/settings\/sessions$/);
  await page.context().clearCookies();
  await signIn(page, account, "//evil.example/");
  expect(new URL(page.url()).origin).toBe(new URL(baseURL!).origin);
});

test("guessing is slowed and says for how long; the form comes back by itself", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("아이디").fill(`nobody-${Date.now()}`);
  const note = page.getByRole("main").getByRole("alert");
  for (let i = 0; i < 5; i++) {
    await page.getByLabel("비밀번호", { exact: true }).fill(`not this one ${i}`);
    await page.getByRole("button", { name: "로그인", exact: true }).click();
    await expect(page.getByRole("button", { name: "로그인", exact: true })).toBeEnabled();
    await expect(note).toContainText("맞지 않아요");
  }
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await expect(note).toContainText("초 뒤에 다시 시도해 주세요");
  await expect(page.getByRole("button", { name: "로그인", exact: true })).toBeDisabled();
  await expect(note).toContainText("이제 다시 시도할 수 있어요");
  await expect(page.getByRole("button", { name: "로그인", exact: true })).toBeEnabled();
});
