import "server-only";
import { sql } from "drizzle-orm";
import { runtime } from "@/lib/wiring";
import { ok } from "./respond";

/** Liveness and readiness: 200 when the database answers within two seconds, else 503. Tells no secrets. */
export async function health(): Promise<Response> {
  const startedMs = performance.now();
  const answer = runtime()
    .db.execute(sql`select 1`)
    .then(
      () => true,
      () => false,
    );
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), 2_000).unref());
  const database = await Promise.race([answer, late]);
  return ok({ ok: database, database, ms: Math.round(performance.now() - startedMs) }, database ? 200 : 503);
}
