import "server-only";
import type { ShellData } from "@/components/shell/shell-data";
import { scopeOf } from "@/lib/access/scope";
import { countBrokenFor } from "@/lib/diagnosis/count-broken";
import { botsInScope, runsNeedingPerson, stoppedSchedules } from "@/lib/home/queries";
import { requireActor } from "@/lib/http/require-actor";
import { waitingRun } from "@/lib/image-sync/waiting-run";
import { runtime } from "@/lib/wiring";

/** As many as Home lists, so that both say the same number. */
const STOPPED_SHOWN = 6;

/** Who is signed in and what waits for them, for the frame around every screen. Counts as Home counts. */
export async function shellData(): Promise<ShellData> {
  const actor = await requireActor();
  const { db, clock, env } = runtime();
  const scope = scopeOf(actor);
  const [bots, asked, stopped, broken, cleanUp] = await Promise.all([
    botsInScope(db, scope),
    runsNeedingPerson(db, scope, await clock(), 1),
    stoppedSchedules(db, scope, STOPPED_SHOWN),
    countBrokenFor(db, actor),
    waitingRun(db, actor),
  ]);
  return {
    person: { name: actor.name, role: actor.role, orgName: actor.org.name, level: actor.org.level },
    counts: {
      attention: asked.count + stopped.length + bots.silent.length + (cleanUp ? 1 : 0),
      logs: asked.count,
      diagnosis: broken,
    },
    bots: { connected: bots.total - bots.silent.length, total: bots.total },
    standIns: { bots: bots.sandbox, solapi: env.SOLAPI_MODE === "simulator" },
  };
}
