import { expect, type Page, test } from "@playwright/test";
import { accountOf, signIn, watchConsole } from "./demo";

/** An old message that failed and was never logged (S0 원인 2). */
const FAILED = { id: 155, title: "태풍 배송 지연" };

/** One of those it was meant for. */
const CUSTOMER = "SS-001";

const imported = (page: Page) => page.getByRole("region", { name: "가져온 기록" });

/** Whatever becomes of a test, the next one finds the story as it was. */
async function takeBack(page: Page, runId: string) {
  const headers = { origin: new URL(page.url()).origin };
  for (let cursor: string | null = ""; cursor !== null; ) {
    const answer = await page.request.post(`/api/coverage/recoveries/${runId}/undo`, { headers, data: {} });
    cursor = answer.ok() ? (await answer.json()).cursor : null;
  }
}

let applied: string | undefined;
test.afterEach(async ({ page }) => {
  if (applied) await takeBack(page, applied);
  applied = undefined;
});

test("what was never logged is put back as what it was, proved in the customer's history, and taken back exactly", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const complaints = watchConsole(page);
  await signIn(page, accountOf("hq"), "/coverage");

  await test.step("the figures are the ones of the old check, and the page says why they can't be compared", async () => {
    await expect(imported(page)).toContainText("20.98%");
    await expect(imported(page)).toContainText("602 / 2,870");
    await expect(page.getByRole("heading", { name: "23.66%⁠와 85.99%⁠는 견줄 수 없어요" })).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "예전 점검" })).toContainText("602 / 2,544");
  });

  await test.step("the plan tells of every message what it gets, and changes nothing", async () => {
    await page.getByRole("button", { name: "모두 복구", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("26개 메시지에 1,866줄을 더할 거예요");
    const failed = page.getByRole("row").filter({ hasText: FAILED.title });
    await expect(failed).toContainText("+110");
    await expect(failed).toContainText("실패 110");
    await expect(failed).toContainText("추정");
    const now = await (await page.request.get("/api/coverage")).json();
    expect([now.imported.recorded, now.imported.expected]).toEqual([602, 2_870]);
  });

  await test.step("applied, all that can be put back is back, and it was read back", async () => {
    applied = page.url().split("/").at(-1);
    await page.getByRole("button", { name: "1,866줄 복구하기" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("1,866줄을 되살렸고", { timeout: 90_000 });
    await expect(page.getByRole("heading", { level: 1 })).toContainText("85.99%");
    await expect(page.getByText("적은 줄을 다시 읽어 봤고, 고객의 이력에도 그대로 보여요.")).toBeVisible();
  });
  const run = page.url();

  const customers = await (await page.request.get(`/api/customers?q=${CUSTOMER}`)).json();
  const customer = `/customers/${customers.items[0].id}`;
  const step = page.getByRole("list", { name: "받은 메시지" }).getByRole("listitem").filter({ hasText: FAILED.title });

  await test.step("a recovered failed message shows as failed in the customer's history (S0-27)", async () => {
    await page.goto(customer);
    await expect(step).toHaveCount(1);
    await expect(step).toContainText("실패");
    await expect(step).toContainText("추정");
    await expect(step).toContainText("복구");
  });

  await test.step("nothing is left to plan", async () => {
    await page.goto("/coverage");
    await expect(imported(page)).toContainText("85.99%");
    await expect(imported(page)).toContainText("2,468 / 2,870");
    await expect(page.getByRole("button", { name: "모두 복구", exact: true })).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByText("되살릴 기록이 없어요.")).toBeVisible();
  });

  await test.step("undone, every figure is what it was", async () => {
    await page.goto("/coverage/recoveries");
    await page.getByRole("row").filter({ hasText: "20.98% → 85.99%" }).getByRole("link").first().click();
    await page.waitForURL(run);
    await page.getByRole("button", { name: "되돌리기" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "1,866줄 빼기" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("되살린 1,866줄을 다시 뺐어요", {
      timeout: 90_000,
    });
    await page.goto("/coverage");
    await expect(imported(page)).toContainText("20.98%");
    await expect(imported(page)).toContainText("602 / 2,870");
    await page.goto(customer);
    await expect(page.getByRole("heading", { name: "받은 메시지" })).toBeVisible();
    await expect(step).toHaveCount(0);
  });
  expect(complaints()).toEqual([]);
});

test("a plan that is no longer true is shown anew instead of being applied", async ({ page }) => {
  await signIn(page, accountOf("hq"), "/coverage");
  const headers = { origin: new URL(page.url()).origin };
  const ask = async (data: object) => page.request.post("/api/coverage/recoveries", { headers, data });
  await page.getByRole("button", { name: "봄맞이 회원 감사 복구 계획 보기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1개 메시지에 102줄을 더할 거예요");
  // Meanwhile somebody else recovers the same message.
  const scope = { kind: "messages", ids: [117] };
  const both = { kind: "messages", ids: [117, 142] };
  const other = await (await ask({ scope: both })).json();
  applied = String(other.runId);
  let cursor: string | null = null;
  do {
    const data: object = { scope: both, planHash: other.planHash, ...(cursor && { cursor }) };
    ({ cursor } = await (await ask(data)).json());
  } while (cursor);
  await page.getByRole("button", { name: "102줄 복구하기" }).click();
  await expect(page.getByText("기록이 바뀌어 계획을 새로 세웠어요")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("되살릴 기록이 없어요");
  expect((await (await ask({ scope })).json()).rows).toBe(0);
});
