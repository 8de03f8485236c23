import "server-only";
import { env } from "@/lib/env/env";

/** A bad environment ends the server at once, in words, instead of failing one request at a time (rulings 32). */
export function start(): void {
  try {
    env();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
