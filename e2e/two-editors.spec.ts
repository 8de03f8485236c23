import { expect, test } from "@playwright/test";
import { accountOf, signIn } from "./demo";

/** A switched-off schedule far away, so that nothing is sent while two people edit it. */
const draft = (roomId: number) => ({
  title: "두 사람이 고치는 예약",
  roomId,
  messageText: "처음 글",
  scheduleType: "daily",
  scheduleTime: "18:00",
  validFrom: "2030-01-01T00:00",
  validUntil: "2030-02-01T00:00",
  status: "inactive",
});

test("whoever saves second sees both versions, decides only what collides, and loses nothing", async ({
  page,
  baseURL,
}) => {
  await signIn(page, accountOf("branch", "jeongja"), "/schedules");
  const headers = { origin: baseURL! };
  const { items: rooms } = await (await page.request.get("/api/rooms?type=production")).json();
  const created = await page.request.post("/api/schedules", { data: draft(rooms[0].id), headers });
  expect(created.status(), await created.text()).toBe(201);
  const schedule = await created.json();

  await page.goto(`/schedules/${schedule.id}`);
  await page.getByLabel("제목").fill("내가 고친 제목");
  await page.getByLabel("글", { exact: true }).fill("내가 고친 글");
  const theirs = {
    ...draft(rooms[0].id),
    messageText: "먼저 저장된 글",
    scheduleTime: "18:30",
    version: schedule.version,
  };
  expect((await page.request.put(`/api/schedules/${schedule.id}`, { data: theirs, headers })).status()).toBe(200);

  await page.getByRole("button", { name: "고쳐서 저장" }).click();
  const sheet = page.getByRole("dialog", { name: "그사이 다른 분이 먼저 고쳤어요" });
  await expect(sheet.getByText("겹친 칸 1개")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "합쳐서 저장" })).toBeDisabled();
  await sheet.getByRole("radio", { name: "내가 고친 글" }).check();
  await sheet.getByRole("button", { name: "합쳐서 저장" }).click();
  await page.waitForURL(/\/schedules(\?|$)/);

  const stored = await (await page.request.get(`/api/schedules/${schedule.id}`)).json();
  expect(stored).toMatchObject({ title: "내가 고친 제목", messageText: "내가 고친 글", scheduleTime: "18:30" });
  expect((await page.request.delete(`/api/schedules/${schedule.id}`, { headers })).ok()).toBe(true);
});

test("a form that can't be sent says why at each field and stores nothing", async ({ page }) => {
  await signIn(page, accountOf("branch", "jeongja"), "/schedules/new");
  const requests: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/schedules")) requests.push(request.url());
  });
  await page.getByRole("radio", { name: "매주" }).check({ force: true });
  await page.getByRole("button", { name: "예약하기" }).click();
  for (const words of ["톡방을 골라 주세요", "제목을", "요일을"])
    await expect(page.locator("form").getByText(words, { exact: false }).first()).toBeVisible();
  await expect(page.getByText(/고칠 곳이 \d+군데 있어요/)).toBeVisible();
  expect(requests).toEqual([]);
});
