import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";
import { sourceDigest } from "../setup/build.mjs";
import { freePort } from "../setup/ports.mjs";
import { findExecutable } from "../setup/server-binary.mjs";
import { planStack, prepareStack, startApp, writeFacts } from "../setup/stack.mjs";
import { temporaryDir } from "../setup/temporary.mjs";
import { type Finding, notRun, percentile } from "./measure";
import { openServer } from "./worlds";

const LCP_MS = 1000;
const INP_MS = 100;
const ROUNDS = 5;
/** After loading: late shifts must have their chance, and so must whatever a press sets in motion. */
const SETTLE_MS = 1500;
const PRESS_MS = 400;
const PAGES = ["/", "/schedules", "/schedules/new", "/logs", "a log"];
const GOALS = `LCP ≤ ${LCP_MS} ms, INP ≤ ${INP_MS} ms, CLS 0`;

type Vitals = { lcpMs: number; inpMs: number; cls: number };
type Seen = Vitals & { firstCls: number };

/** W2: how soon a screen stands, answers and stays still: a production build with the demo's story, headless Chromium on loopback. */
export async function benchWebVitals(): Promise<Finding[]> {
  const executablePath =
    process.env.CHROMIUM_BIN ??
    findExecutable(["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]);
  const buildDir = path.resolve(".data/builds", sourceDigest());
  if (!executablePath) return [notRun("web vitals (need Chromium)", GOALS)];
  if (!existsSync(path.join(buildDir, "server.js")))
    return [notRun("web vitals (need a build of these sources: npm run demo)", GOALS)];
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const server = await openServer();
    stops.push(server.stop);
    const { url: databaseUrl } = await server.fresh("dochak_bench_web", 1);
    const dir = temporaryDir("bench");
    stops.push(() => rm(dir, { recursive: true, force: true }));
    const port = await freePort();
    const stack = await planStack({ dir, databaseUrl, host: "127.0.0.1", port, tickMode: "external" });
    await prepareStack(stack, ({ stop }: { stop: () => Promise<unknown> }) => stops.push(stop));
    stops.push((await startApp(stack, { buildDir })).stop);
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
    stops.push(() => browser.close());
    return await measure(browser, writeFacts(stack));
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function measure(browser: Browser, { url, users }: ReturnType<typeof writeFacts>): Promise<Finding[]> {
  const options: BrowserContextOptions = { baseURL: url, locale: "ko-KR", timezoneId: "Asia/Seoul" };
  const first = await browser.newContext(options);
  const page = await first.newPage();
  await page.goto("/sign-in");
  const [user] = users;
  await page.getByLabel("아이디").fill(user.mbId);
  await page.getByLabel("비밀번호", { exact: true }).fill(user.password);
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await page.waitForURL((at) => !at.pathname.startsWith("/sign-in"));
  await page.goto("/logs");
  const log = await page.locator("main a[href^='/logs/']").first().getAttribute("href");
  const signedIn = { ...options, storageState: await first.storageState() };
  await first.close();

  const findings: Finding[] = [];
  for (const name of PAGES) {
    const seen: Seen[] = [];
    // The first load warms the server up and doesn't count.
    for (let round = 0; round <= ROUNDS; round++) {
      const vitals = await visit(browser, signedIn, name === "a log" ? log! : name);
      if (round > 0) seen.push(vitals);
    }
    findings.push(
      judge(
        `LCP of ${name}, first visit`,
        seen.map((one) => one.lcpMs),
        "ms",
        LCP_MS,
      ),
      judge(
        `INP of ${name}`,
        seen.map((one) => one.inpMs),
        "ms",
        INP_MS,
      ),
      judge(
        `CLS of ${name}, first visit (its fonts on their way)`,
        seen.map((one) => one.firstCls),
        "",
        0,
      ),
      judge(
        `CLS of ${name}`,
        seen.map((one) => one.cls),
        "",
        0,
      ),
    );
  }
  return findings;
}

/** A first visit with an empty cache, and a second one that uses what the screen offers. */
async function visit(browser: Browser, options: BrowserContextOptions, at: string): Promise<Seen> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  // What runs in the page was compiled for here, where functions get their names from a helper.
  await page.addInitScript("globalThis.__name = (it) => it");
  await page.addInitScript(observe);
  const load = async () => {
    await page.goto(at, { waitUntil: "load" });
    await page.waitForTimeout(SETTLE_MS);
    return vitals();
  };
  const vitals = () => page.evaluate(() => (window as Observed).vitals);
  const first = await load();
  await load();
  await pressAround(page);
  const second = await vitals();
  await context.close();
  return { ...second, lcpMs: first.lcpMs, firstCls: first.cls };
}

type Observed = Window & typeof globalThis & { vitals: Vitals };

/** Runs in the page before anything else of it. Interactions are kept by the time from the press to the next paint. */
function observe(): void {
  const vitals = { lcpMs: 0, inpMs: 0, cls: 0 };
  Object.assign(window, { vitals });
  const on = (type: string, take: (entry: PerformanceEntry) => void, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  on("largest-contentful-paint", (entry) => {
    vitals.lcpMs = entry.startTime;
  });
  on("layout-shift", (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!shift.hadRecentInput) vitals.cls += shift.value;
  });
  const press = (entry: PerformanceEntry) => {
    if ((entry as PerformanceEventTiming).interactionId) vitals.inpMs = Math.max(vitals.inpMs, entry.duration);
  };
  on("event", press, { durationThreshold: 16 });
}

/** A menu, a switch, a box to type into: what of these the screen has. Typing comes last, as it may leave no rows. */
async function pressAround(page: Page): Promise<void> {
  await page.locator("aside button[aria-haspopup=menu]").click();
  await page.getByRole("menu").waitFor();
  await page.keyboard.press("Escape");
  const main = page.locator("main");
  const [turn, field] = [main.getByRole("switch").first(), main.locator("input[type=search], textarea").first()];
  if (await turn.isVisible()) await turn.click();
  await page.waitForTimeout(PRESS_MS);
  if (await field.isVisible()) {
    await field.click();
    await page.keyboard.type("아침 7");
  }
  await page.waitForTimeout(PRESS_MS);
}

function judge(what: string, values: readonly number[], unit: string, most: number): Finding {
  const shown = (value: number) => (unit ? String(Math.round(value)) : value.toFixed(3));
  const median = percentile(values, 50);
  return {
    what,
    measured: `${shown(median)} (${shown(Math.min(...values))}–${shown(Math.max(...values))}) ${unit}`.trim(),
    goal: most === 0 ? "0" : `≤ ${most} ${unit}`,
    pass: most === 0 ? Math.max(...values) < 0.0005 : median <= most,
  };
}
