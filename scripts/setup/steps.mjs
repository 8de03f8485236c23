/** A failure that is explained by its message alone; no stack is shown. */
export class SetupError extends Error {}

const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)}s`;

/**
 * Runs one step, saying what it does before and how long it took after. The function may return a short remark.
 * @template T
 * @param {string} what Korean, then English in brackets
 * @param {(say: (text: string) => void) => T | Promise<T>} does
 * @returns {Promise<T>}
 */
export async function step(what, does) {
  const begun = Date.now();
  const terminal = process.stdout.isTTY;
  if (terminal) process.stdout.write(`  … ${what}`);
  const line = (mark, text) => console.log(`${terminal ? "\r\x1b[K" : ""}  ${mark} ${text}`);
  try {
    const result = await does((text) => line("…", `${what}: ${text}`));
    const remark = result?.remark ? ` · ${result.remark}` : "";
    line("✓", `${what}${remark} (${seconds(begun)})`);
    return result;
  } catch (error) {
    line("✗", `${what} (${seconds(begun)})`);
    throw error;
  }
}

/** Prints a failure for a person: the message of ours as it is, anything unforeseen with its stack. */
export function explain(error) {
  console.error(error instanceof SetupError ? `\n${error.message}\n` : error);
}
