import { expect, test } from "@playwright/test";
import { accountOf, demo, signIn, tick, watchConsole } from "./demo";

const branch = accountOf("branch", "jeongja");
const TITLE = "연습: 대답을 못 들은 안내";

test("what nobody can be sure of waits in the ledger for a person, and the answer settles it", async ({ page }) => {
  test.setTimeout(180_000);
  const complaints = watchConsole(page);
  await signIn(page, branch, "/logs");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("적었고");

  const rooms = await (await page.request.get("/api/rooms?type=test")).json();
  const room = rooms.items[0];
  const year = new Date().getUTCFullYear();
  const made = await page.request.post("/api/schedules", {
    headers: { origin: new URL(page.url()).origin },
    data: {
      title: TITLE,
      roomId: room.id,
      messageText: "들리나요?",
      scheduleType: "once",
      scheduleDate: `${year + 1}-12-24`,
      scheduleTime: "09:00",
      validFrom: `${year}-01-01T00:00`,
      validUntil: `${year + 1}-12-31T00:00`,
    },
  });
  expect(made.status()).toBe(201);
  const schedule = await made.json();

  // The phone takes longer to answer than a call may last, and its log shows nothing meanwhile.
  const faults = `${demo.sandboxUrl}/_sandbox/faults`;
  await page.request.post(faults, { data: { kind: "slow", ms: 40_000, roomId: room.roomId } });
  try {
    const sent = await page.request.post(`/api/schedules/${schedule.id}/send`, {
      headers: { origin: new URL(page.url()).origin },
      data: { kind: "test", roomId: room.id },
    });
    expect(sent.status()).toBe(201);
    const { id } = await sent.json();
    const stateOf = async () => (await (await page.request.get(`/api/logs/${id}`)).json()).status;
    await expect
      .poll(
        async () => {
          await tick();
          return stateOf();
        },
        { timeout: 90_000, intervals: [2_000] },
      )
      .toBe("unknown");

    await page.goto("/logs?look=unknown");
    const row = page.getByRole("row").filter({ hasText: TITLE });
    await expect(row).toContainText("미확인");
    await row.getByRole("link", { name: "정하기" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("글은 도착했는지 몰라요");
    await expect(page.getByRole("heading", { name: "톡방에 이 글이 보이나요?" })).toBeVisible();
    await page.getByRole("button", { name: "네, 보여요" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("톡방에 도착했어요", { timeout: 20_000 });
    await expect(page.getByRole("button", { name: "네, 보여요" })).toHaveCount(0);
    expect(await stateOf()).toBe("success");
  } finally {
    await page.request.delete(faults);
    await page.request.delete(`/api/schedules/${schedule.id}`, { headers: { origin: new URL(page.url()).origin } });
  }
  expect(complaints()).toEqual([]);
});
