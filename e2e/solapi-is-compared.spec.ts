import { expect, type Page, test } from "@playwright/test";
import { accountOf, demo, signIn, watchConsole } from "./demo";

/** Old messages whose group Solapi still knows: one whose list is lost, one the old log tells otherwise. */
const LISTLESS = { id: 192, title: "김장 배추 공구", people: 312 };
const OTHERWISE = 191;

const call = (page: Page, path: string, data: object) =>
  page.request.post(path, { headers: { origin: new URL(page.url()).origin }, data });
const imported = async (page: Page) => (await (await page.request.get("/api/coverage")).json()).imported;

// What Solapi proves isn't taken back, so this comes after whoever counts on the story's figures (playwright.config.ts).
test("a lost list is rebuilt from Solapi, what differs is decided, and what was sent elsewhere is found", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = watchConsole(page);
  await signIn(page, accountOf("hq"), "/coverage?kind=unrecoverable");
  const before = await imported(page);

  await test.step("of a message without a list Solapi still knows everybody", async () => {
    const row = page.getByRole("row").filter({ hasText: LISTLESS.title });
    await expect(row).toContainText(`0 / ${LISTLESS.people}`);
    await row.getByRole("button", { name: `${LISTLESS.title} 명단을 솔라피에 묻기` }).click();
    await expect(page.getByText(`솔라피에서 ${LISTLESS.people}명을 찾아 적었어요.`)).toBeVisible();
    await expect(row).toHaveCount(0);
    const after = await imported(page);
    expect([after.expected, after.recorded - before.recorded, before.unrecoverable - after.unrecoverable]).toEqual([
      before.expected,
      LISTLESS.people,
      LISTLESS.people,
    ]);
    await page.goto(`/messages/${LISTLESS.id}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(String(LISTLESS.people));
  });

  await test.step("what the old log told otherwise waits for a person", async () => {
    const compared = await (await call(page, "/api/coverage/reconcile", { messageId: OTHERWISE })).json();
    expect(compared.differing).toBe(2);
    await page.goto("/coverage/differences");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("2건은 솔라피의 말과 달라요");
    const differs = page.getByRole("row").filter({ hasText: "결과가 다름" });
    await expect(differs).toContainText("도착");
    await expect(differs).toContainText("실패");
    await expect(differs).toContainText("3041");
    await differs.getByRole("button", { name: "솔라피 말대로" }).click();
    await expect(page.getByText("솔라피의 말대로 적었어요")).toBeVisible();
    const onlyHere = page.getByRole("row").filter({ hasText: "우리에게만 있음" });
    await onlyHere.getByRole("button", { name: "확인했어요" }).click();
    await expect(page.getByText("정할 것이 없어요")).toBeVisible();
    await page.getByRole("link", { name: /^솔라피 말대로/ }).click();
    await expect(page.getByRole("row").filter({ hasText: "결과가 다름" })).toBeVisible();
  });

  await test.step("what somebody sent with the account from elsewhere stands in the customer's history", async () => {
    await page.goto("/coverage/differences");
    await page.getByRole("button", { name: "솔라피와 맞춰 보기" }).click();
    await expect(page.getByText(/외부 발송 [1-9]/)).toBeVisible({ timeout: 60_000 });
    const past = await (await fetch(`${demo.simulatorUrl}/_sim/past`)).json();
    const foreign = past.items.find(
      (group: { messages: { type: string }[] }) => group.messages[0]?.type === "BMS_FREE",
    );
    const last4 = foreign.messages[0].to.slice(-4);
    const customers = await (await page.request.get(`/api/customers?q=${last4}`)).json();
    await page.goto(`/customers/${customers.items[0].id}`);
    await expect(page.getByText("외부 발송").first()).toBeVisible();
  });
  expect(complaints()).toEqual([]);
});
