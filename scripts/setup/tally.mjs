/**
 * Counts of a vitest JSON report. A run that failed without a failed test (a file that doesn't load, a crash) counts
 * as one failure.
 * @returns {{ passed: number, failed: number }}
 */
export function vitestCounts(report, code) {
  return honest({ passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 }, code);
}

/** Counts of a Playwright JSON report; a test that passed only when repeated (flaky) counts as failed. */
export function playwrightCounts(report, code) {
  const { expected = 0, unexpected = 0, flaky = 0 } = report?.stats ?? {};
  return honest({ passed: expected, failed: unexpected + flaky }, code);
}

const honest = (counts, code) => ({ ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed });

/** Adds up what every part of a run says, in order. */
export function createTally() {
  const parts = [];
  return {
    add: (name, counts) => parts.push({ name, ...counts }),
    passed: () => parts.reduce((sum, part) => sum + part.passed, 0),
    failed: () => parts.reduce((sum, part) => sum + part.failed, 0),
    /** One line a part; the last line is the sum. */
    lines() {
      const each = parts.map(
        ({ name, passed, failed }) => `  ${failed > 0 ? "✗" : "✓"} ${name}: ${passed} passed, ${failed} failed`,
      );
      return [...each, "", `${this.passed()} passed, ${this.failed()} failed`];
    },
  };
}
