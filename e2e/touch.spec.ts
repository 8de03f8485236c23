import { expect, type Page, test } from "@playwright/test";
import { accountOf, picture, signIn } from "./demo";

test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 780 } });

/** One finger, through the browser's own input: long enough on the spot to pick up, or at once. */
async function finger(page: Page) {
  const client = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  return async (from: { x: number; y: number }, to: { x: number; y: number }, { holdMs }: { holdMs: number }) => {
    await send("touchStart", [from]);
    await page.waitForTimeout(holdMs);
    for (let i = 1; i <= 12; i++) {
      await send("touchMove", [{ x: from.x + ((to.x - from.x) * i) / 12, y: from.y + ((to.y - from.y) * i) / 12 }]);
      await page.waitForTimeout(16);
    }
    await page.waitForTimeout(150);
    await send("touchEnd", []);
  };
}

const order = (page: Page, group: number) =>
  page
    .getByRole("region", { name: `묶음 ${group}` })
    .getByRole("button", { name: new RegExp(`, 묶음 ${group}의 \\d+번째`) })
    .evaluateAll((list) => list.map((one) => one.getAttribute("aria-label")?.split(",")[0]));

test("pictures are put in order with a finger on a phone, and a swipe over them only scrolls", async ({ page }) => {
  await signIn(page, accountOf("branch", "jeongja"), "/schedules/new");
  const add = async (group: number, names: string[]) => {
    const waiting = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: `묶음 ${group}에 이미지 더하기` }).tap();
    const files = names.map((name, i) => picture(name, `#0${group}b${i}00`));
    await (await waiting).setFiles(await Promise.all(files));
    await expect.poll(() => order(page, group)).toEqual(names);
  };
  await add(1, ["하나.png", "둘.png", "셋.png"]);
  await add(2, ["넷.png", "다섯.png"]);
  await page.getByRole("region", { name: "묶음 1" }).evaluate((box) => box.scrollIntoView({ block: "center" }));

  const drag = await finger(page);
  const centre = async (name: string) => {
    const box = (await page.getByRole("button", { name: new RegExp(`^${name}, 묶음`) }).boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  await drag(await centre("둘.png"), await centre("하나.png"), { holdMs: 260 });
  await expect.poll(() => order(page, 1)).toEqual(["둘.png", "하나.png", "셋.png"]);

  await drag(await centre("셋.png"), await centre("넷.png"), { holdMs: 260 });
  await expect.poll(() => order(page, 1)).toEqual(["둘.png", "하나.png"]);
  expect((await order(page, 2)).toSorted()).toEqual(["넷.png", "다섯.png", "셋.png"]);

  // On a busy machine a swipe may begin so slowly that it is a press; then nothing scrolls and it is swiped again.
  await expect(async () => {
    const [before, at] = [await page.evaluate(() => scrollY), await centre("하나.png")];
    await drag(at, { x: at.x, y: at.y - 150 }, { holdMs: 0 });
    await expect.poll(() => page.evaluate(() => scrollY), { timeout: 2_000 }).toBeGreaterThan(before + 50);
  }).toPass({ timeout: 30_000 });
  expect(await order(page, 1)).toEqual(["둘.png", "하나.png"]);
});
