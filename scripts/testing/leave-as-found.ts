import { afterAll, vi } from "vitest";

/** The next file in the same process finds time, environment and globals as they were. */
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
