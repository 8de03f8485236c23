import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { accountOf, signIn, watchConsole } from "./demo";

const SCREENS = [
  "/",
  "/schedules",
  "/schedules/new",
  "/logs",
  "/logs?channel=phone&period=month",
  "/logs/1/xray",
  "/messages",
  "/messages/1",
  "/messages/4/xray",
  "/messages/5/xray",
  "/messages/193/xray",
  "/messages/new",
  "/messages/recent",
  "/customers",
  "/customers/new",
  "/customers/import",
  "/customers/lists",
  "/customers/opt-outs",
  "/customers/numbers",
  "/images",
  "/coverage",
  "/coverage/recoveries",
  "/coverage/differences",
  "/coverage/import",
  "/diagnosis",
  "/diagnosis/find?period=month",
  "/diagnosis/drill",
  "/diagnosis/codes?q=%EC%9E%94%EC%95%A1&code=3104",
  "/sandbox",
  "/settings/orgs",
  "/settings/rooms",
  "/settings/templates",
  "/settings/alerts",
  "/settings/messaging",
  "/settings/messaging/1",
  "/settings/messaging/1?tab=sending",
  "/settings/messaging/5?tab=connection",
  "/settings/messaging/1?tab=templates",
  "/settings/messaging/senders",
  "/settings/sessions",
];

/** Layout shift of the page so far, as browsers score it. */
const layoutShift = () =>
  new Promise<number>((resolve) => {
    let score = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) score += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(score), 300);
  });

const LAW = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** Puts a theme on and waits until its colours have faded in. */
async function wear(page: Page, theme: "light" | "dark") {
  await page.evaluate(async (name) => {
    document.documentElement.setAttribute("data-theme", name);
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(fading.map((one) => one.finished));
  }, theme);
}

/**
 * What axe holds against the page: everything in the light, colours in the dark, which nothing else tells apart. It is asked
 * for its complaints alone and in the page itself: an account of all that is sound, and another page to write it in, take
 * more time than the looking.
 */
async function violations(page: Page, theme: "light" | "dark"): Promise<string[]> {
  await wear(page, theme);
  // In the light it is put into the page, in the dark it is there.
  const axe = new AxeBuilder({ page, ...(theme === "dark" && { axeSource: "void 0" }) });
  axe.options({ resultTypes: ["violations"] }).setLegacyMode();
  const { violations } = await (theme === "light" ? axe.withTags(LAW) : axe.withRules(["color-contrast"])).analyze();
  return violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.target.join(" ")}`);
}

for (const width of [1440, 360]) {
  test(`every screen is sound at ${width} px in both themes`, async ({ page, context, baseURL }) => {
    test.setTimeout(480_000);
    await context.addCookies([{ name: "theme", value: "light", url: baseURL! }]);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: width === 360 ? 780 : 1000 });
    const complaints = watchConsole(page);
    await signIn(page, accountOf("hq"));
    for (const path of SCREENS) {
      await test.step(path, async () => {
        await page.goto(path, { waitUntil: "load" });
        await expect(page.getByRole("main")).toBeVisible();
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        // The form is complete once its lazy half, the picture groups, is there.
        if (path === "/schedules/new") await expect(page.getByRole("region", { name: "묶음 2" })).toBeVisible();
        // First of all: what others do meanwhile makes a live list move later, and that is no fault.
        expect.soft(await page.evaluate(layoutShift), `${path} jumps`).toBeLessThan(0.01);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
        for (const theme of ["light", "dark"] as const) {
          // A live page may be drawn anew in the middle of a look: a fault is still there at the next one.
          const isSound = (await violations(page, theme)).length === 0;
          if (!isSound) expect.soft(await violations(page, theme), path).toEqual([]);
        }
      });
    }
    expect(complaints()).toEqual([]);
  });
}

test("the sign-in screen is sound and tells nobody whether an id exists", async ({ page }) => {
  await page.goto("/sign-in");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const say = async (mbId: string) => {
    await page.getByLabel("아이디").fill(mbId);
    await page.getByLabel("비밀번호", { exact: true }).fill("틀린 비밀번호예요 열두자");
    await page.getByRole("button", { name: "로그인", exact: true }).click();
    const alert = page.locator("main").getByRole("alert");
    await expect(alert).toBeVisible();
    return alert.textContent();
  };
  expect(await say(accountOf("branch").mbId)).toBe(await say("nobody-here"));
});

test("Korean is drawn with the bundled font", async ({ page }) => {
  await page.goto("/sign-in");
  await page.evaluate(() => document.fonts.ready);
  expect(await page.evaluate(() => document.fonts.check('16px "Pretendard Variable"', "도착"))).toBe(true);
});
