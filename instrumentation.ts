/** A bad environment ends the server at once, in words, instead of failing one request at a time. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/env/env");
  try {
    // next-auth knows its own address from this alone (rulings 32).
    process.env.NEXTAUTH_URL ??= env().APP_ORIGIN;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
