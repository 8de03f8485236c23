import { expect, test } from "@playwright/test";
import { accountOf, signIn, watchConsole } from "./demo";

/** Enough that no single call gets to the end of it. */
const MESSAGES = 30;
const EACH = 9_000;
const ROWS = MESSAGES * EACH;

// The old messages it brings in stay, so this comes last of those that look at the story's figures (playwright.config.ts).
test("a recovery is stopped in the middle, found where it stood, gone on with, and taken back", async ({ page }) => {
  test.setTimeout(600_000);
  const complaints = watchConsole(page);
  await signIn(page, accountOf("hq"), "/coverage");
  const origin = new URL(page.url()).origin;
  const numbers = JSON.stringify(Array.from({ length: EACH }, (_, n) => `010-0000-${String(n).padStart(4, "0")}`));
  const lines = Array.from(
    { length: MESSAGES },
    (_, n) =>
      `{"id":"long-${n}","created_at":"2026-02-01 10:00:00","status":"sent","is_test":1,"content":"오래된 시험 ${n}","recipient_numbers":${numbers}}`,
  );
  const told = await page.request.post("/api/coverage/imports?execute=true&kind=messages", {
    headers: { origin, "content-type": "application/json", "x-filename": "long.json" },
    data: Buffer.from(`[${lines.join()}]`),
    timeout: 300_000,
  });
  expect((await told.json()).recipients.added).toBe(ROWS);
  const gaps = await (await page.request.get("/api/coverage/gaps?q=오래된 시험&limit=200")).json();
  const ids = gaps.items.map((gap: { messageId: number }) => gap.messageId);
  expect(ids).toHaveLength(MESSAGES);
  const plan = await page.request.post("/api/coverage/recoveries", {
    headers: { origin },
    data: { scope: { kind: "messages", ids } },
  });
  const { runId, rows } = await plan.json();
  expect(rows).toBe(ROWS);

  await page.goto(`/coverage/recoveries/${runId}`);
  await page.getByRole("button", { name: /줄 복구하기$/ }).click();
  await page.getByRole("button", { name: "멈추기" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("줄까지 되살리고 멈춰 두었어요", {
    timeout: 60_000,
  });
  const standing = async () => (await page.request.get(`/api/coverage/recoveries/${runId}`)).json();
  await expect.poll(async () => (await standing()).state).toBe("paused");
  const held = (await standing()).applied;
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(ROWS);

  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${held.toLocaleString()}줄까지 되살리고`);
  expect((await standing()).applied).toBe(held);
  await page.getByRole("button", { name: "이어서 하기" }).click();
  await expect(page.getByText("복구 증거")).toBeVisible({ timeout: 240_000 });
  expect(await standing()).toMatchObject({ state: "done", applied: ROWS, evidence: { ok: true, missing: 0 } });

  await page.getByRole("button", { name: "되돌리기" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /줄 빼기$/ })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`되살린 ${ROWS.toLocaleString()}줄을 다시 뺐어요`, {
    timeout: 240_000,
  });
  expect(complaints()).toEqual([]);
});
