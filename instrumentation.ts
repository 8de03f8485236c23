/** Runs once when a server starts, before its first request. next-auth knows its own address from NEXTAUTH_URL alone. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  process.env.NEXTAUTH_URL ??= (await import("@/lib/http/start")).start();
  (await import("@/lib/http/odd-requests")).readOddRequests();
  (await import("@/lib/http/watch")).startWatch();
  (await import("@/lib/http/ticker")).startTicker();
}
