import { expect, type Page, test } from "@playwright/test";
import { accountOf, demo, picture, received, signIn, tick, watchConsole } from "./demo";

const branch = accountOf("branch", "jeongja");

async function pictureNames(page: Page, group: number): Promise<string[]> {
  const tiles = page
    .getByRole("region", { name: `묶음 ${group}` })
    .getByRole("button", { name: new RegExp(`, 묶음 ${group}의 \\d+번째`) });
  return await tiles.evaluateAll((list) => list.map((one) => one.getAttribute("aria-label")?.split(",")[0] ?? ""));
}

/** The next whole minute in Seoul that leaves time to fill in the form. */
function soon(): { date: string; time: string; at: Date } {
  const at = new Date(Math.ceil((Date.now() + 20_000) / 60_000) * 60_000);
  const wall = new Date(at.getTime() + 9 * 3_600_000).toISOString();
  return { date: wall.slice(0, 10), time: wall.slice(11, 16), at };
}

test("a branch admin's text and dragged pictures arrive in the room in that order", async ({ page }) => {
  test.setTimeout(240_000);
  const complaints = watchConsole(page);
  await signIn(page, branch, "/schedules/new");

  await page.getByRole("button", { name: "어느 톡방에 보낼까요?" }).click();
  await page.getByRole("combobox", { name: "어느 톡방에 보낼까요?" }).fill("정자 공구방");
  await page.getByRole("option").first().click();
  await page.getByLabel("제목").fill("저녁 입고 안내");
  await page.getByLabel("글", { exact: true }).fill("[정자점] 오늘 저녁에 들어와요\n· 딸기 500g 9,900원");

  const files = await Promise.all([
    picture("하나.png", "#b01020"),
    picture("둘.png", "#10b020"),
    picture("셋.png", "#1020b0"),
    picture("넷.png", "#b0b020"),
    picture("다섯.png", "#20b0b0"),
  ]);
  const choose = async (group: number, chosen: { name: string; mimeType: string; buffer: Buffer }[]) => {
    const waiting = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: `묶음 ${group}에 이미지 더하기` }).click();
    await (await waiting).setFiles(chosen);
  };
  await choose(1, files.slice(0, 3));
  await choose(2, files.slice(3));
  await expect.poll(() => pictureNames(page, 1)).toEqual(["하나.png", "둘.png", "셋.png"]);
  await expect.poll(() => pictureNames(page, 2)).toEqual(["넷.png", "다섯.png"]);

  // Drag the second before the first with the mouse, as a hand does: press, move, hover, release.
  const second = page.getByRole("button", { name: "둘.png, 묶음 1의 2번째" });
  const first = page.getByRole("button", { name: "하나.png, 묶음 1의 1번째" });
  await second.scrollIntoViewIfNeeded();
  const [from, to] = [(await second.boundingBox())!, (await first.boundingBox())!];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 - 12, from.y + from.height / 2, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2 - 8, to.y + to.height / 2, { steps: 12 });
  await page.mouse.up();
  await expect.poll(() => pictureNames(page, 1)).toEqual(["둘.png", "하나.png", "셋.png"]);

  const when = soon();
  await page.getByLabel("보낼 날짜").fill(when.date);
  await page.getByLabel("보낼 시각", { exact: true }).fill(when.time);
  await page.getByLabel("보낼 시각", { exact: true }).press("Tab");
  await page.getByLabel("메시지 사이 간격").fill("1");
  await expect(page.getByRole("region", { name: "다음 다섯 번" }).getByRole("listitem")).toHaveCount(1);

  const { items: rooms } = await (await page.request.get("/api/rooms?type=production")).json();
  const counts = new Map<string, number>();
  for (const room of rooms) counts.set(room.roomId, (await received(room.roomId)).length);
  const saved = page.waitForResponse(
    (response) => response.url().endsWith("/api/schedules") && response.request().method() === "POST",
  );
  await page.getByRole("button", { name: "예약하기" }).click();
  const schedule = await (await saved).json();
  expect(schedule).toMatchObject({
    title: "저녁 입고 안내",
    createdByMbId: branch.mbId,
    nextSendAt: when.at.toISOString(),
  });
  await page.waitForURL(/\/schedules(\?|$)/);

  const roomId: string = schedule.targetRoomId;
  const before = counts.get(roomId) ?? 0;
  await page.waitForTimeout(Math.max(0, when.at.getTime() - Date.now() + 500));
  await expect
    .poll(
      async () => {
        await tick();
        return (await received(roomId)).length - before;
      },
      { timeout: 90_000, intervals: [1_000] },
    )
    .toBe(3);

  const [text, group1, group2] = (await received(roomId)).slice(before);
  expect(text).toMatchObject({ kind: "text", text: "[정자점] 오늘 저녁에 들어와요\n· 딸기 500g 9,900원" });
  const stored = (keys: string[]) =>
    Promise.all(
      keys.map(async (key) => new Uint8Array(await (await page.request.get(`/api/images/${key}`)).body()).byteLength),
    );
  expect(group1!.images!.map((image) => image.bytes)).toEqual(await stored(schedule.messageImages1));
  expect(group2!.images!.map((image) => image.bytes)).toEqual(await stored(schedule.messageImages2));
  expect(Date.parse(group1!.at) - Date.parse(text!.at)).toBeGreaterThanOrEqual(1_000);
  expect(Date.parse(group2!.at) - Date.parse(group1!.at)).toBeGreaterThanOrEqual(3_000);

  const logs = await (await page.request.get(`/api/schedules/${schedule.id}/logs`)).json();
  expect(logs.items).toHaveLength(1);
  await page.goto(`/logs/${logs.items[0].id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("도착");
  for (const part of ["글", "묶음 1", "묶음 2"])
    await expect(page.getByRole("main").getByText(part, { exact: false }).first()).toBeVisible();
  expect(complaints()).toEqual([]);
  expect(demo.url).toContain("127.0.0.1");
});
