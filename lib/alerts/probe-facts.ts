import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Layer } from "@/db/enums";
import { probeStates } from "@/db/schema/diagnosis";
import { kbBots } from "@/db/schema/rooms";
import type { BrokenProbe } from "./alert-rules";
import { namesOf } from "./tenant-facts";

/** Bad at two looks at least, so long apart: what flickers between two of them is no news. */
export const LEAST_BROKEN_MS = 4 * 60_000;

/**
 * Of the probes those nothing else tells of, by their layer. The dispatcher, clocks, the age of the rooms' queue, held
 * batches, lapsed numbers, late reports and low credit have rules of their own; a tenant's own set-up is told to whoever sends.
 */
const TOLD: Readonly<Record<string, Layer>> = {
  accept: "api",
  schema: "api",
  storage: "api",
  phones: "queue",
  published: "queue",
  outside: "queue",
  versions: "worker",
  account: "provider",
  bot: "provider",
};

/** What was found broken by looking at it and still is: few rows, whatever the installation's size. */
export async function readBroken(db: Executor): Promise<BrokenProbe[]> {
  const rows = await db
    .select({ key: probeStates.probeKey, cause: probeStates.cause, since: probeStates.changedAt })
    .from(probeStates)
    .where(
      and(
        eq(probeStates.ok, false),
        sql`timestampdiff(microsecond, ${probeStates.changedAt}, ${probeStates.checkedAt}) >= ${LEAST_BROKEN_MS * 1000}`,
      ),
    )
    .orderBy(probeStates.probeKey);
  const broken = rows.flatMap(({ key, cause, since }) => {
    const [probe = "", id] = key.split(":");
    const layer = Object.hasOwn(TOLD, probe) ? TOLD[probe] : undefined;
    return layer ? [{ key, probe, id: id === undefined ? null : Number(id), layer, cause: cause ?? "", since }] : [];
  });
  const idsOf = (name: string) => broken.flatMap(({ probe, id }) => (probe === name && id !== null ? [id] : []));
  const [bots, orgs] = await Promise.all([botNames(db, idsOf("bot")), namesOf(db, idsOf("account"))]);
  const nameOf = ({ probe, id }: { probe: string; id: number | null }) =>
    (probe === "bot" ? bots : orgs).get(id ?? 0) ?? "";
  return broken.map((one) => ({ ...one, name: nameOf(one) }));
}

async function botNames(db: Executor, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: kbBots.id, botName: kbBots.botName })
    .from(kbBots)
    .where(inArray(kbBots.id, [...ids]));
  return new Map(rows.map(({ id, botName }) => [id, botName]));
}
