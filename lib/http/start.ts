import "server-only";
import { env } from "@/lib/env/env";
import { guardSolapi } from "@/lib/wiring";

/**
 * A bad environment ends the server at once, in words, instead of failing one request at a time (rulings 32).
 * @returns the origin of this installation
 */
export function start(): string {
  try {
    const { APP_ORIGIN } = env();
    guardSolapi();
    return APP_ORIGIN;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
