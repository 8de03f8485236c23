import "server-only";
import { and, desc, eq, ne } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { syncRuns } from "@/db/schema/image-sync";

/** How customers' images stand, as far as somebody has to be told. */
export type ImageStanding = {
  /** Certain findings the night before didn't have. */
  drift: number;
  /** Storage couldn't be believed. */
  isAborted: boolean;
  at: Date;
};

/** What the newest nightly scan that ended came to; once somebody works on what it found there is nothing to tell. */
export async function imageStanding(db: Executor): Promise<ImageStanding | null> {
  const [run] = await db
    .select({ state: syncRuns.state, counts: syncRuns.counts, at: syncRuns.startedAt })
    .from(syncRuns)
    .where(and(eq(syncRuns.reason, "nightly"), ne(syncRuns.state, "scanning")))
    .orderBy(desc(syncRuns.id))
    .limit(1);
  if (!run) return null;
  return {
    drift: run.state === "planned" ? (run.counts?.drift ?? 0) : 0,
    isAborted: run.state === "aborted",
    at: run.at,
  };
}
