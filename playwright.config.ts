import path from "node:path";
import { defineConfig, devices } from "@playwright/test";

/**
 * The browser tests run against a production server that is already up: `npm run e2e [-- filter]` starts one with a
 * database and a demo story of its own and sets E2E_BASE_URL. E2E_DEMO_JSON names the file with that server's
 * accounts, secrets and sandbox (the shape of .data/demo.json). It ticks only when a test asks it to.
 */
const baseURL = process.env.E2E_BASE_URL;
if (!baseURL) throw new Error("E2E_BASE_URL is not set: npm run e2e [-- filter]");
const SCREENS = "**/every-screen.spec.ts";
const results = path.join(import.meta.dirname, "test-results");

export default defineConfig({
  testDir: "e2e",
  outputDir: path.join(results, "e2e"),
  // The walks share one story and one clock, so they take turns; looking at every screen changes nothing and goes beside them.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: "walks", testIgnore: SCREENS, workers: 1 },
    { name: "screens", testMatch: SCREENS, workers: 1 },
  ],
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: process.env.E2E_RESULTS ?? path.join(results, "e2e.json") }]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(process.env.CHROMIUM_BIN ? { executablePath: process.env.CHROMIUM_BIN } : {}),
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"],
    },
  },
});
