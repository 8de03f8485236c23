/** Runs once when a server starts, before its first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") (await import("@/lib/http/start")).start();
}
