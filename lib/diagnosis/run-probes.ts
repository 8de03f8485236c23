import "server-only";
import type { Runtime } from "@/lib/runtime";
import { lookAtAccounts } from "./probe-accounts";
import { lookAtApi, lookAtDatabase } from "./probe-api";
import { botKeys, botsInUse, lookAtBots } from "./probe-bots";
import { answeredIn, inTurn, type Looked, type Looks, openLooks } from "./probe-look";
import { namesOf, type ProbeName } from "./probe-names";
import { lookAtQueue } from "./probe-queue";
import { lookAtBatches, lookAtSetUp, tenantKeys, tenantsToLookAt } from "./probe-tenants";
import { lookAtWorker } from "./probe-worker";

export type ProbeRuntime = Pick<Runtime, "db" | "clock" | "env" | "storage" | "queue" | "gateway" | "phone"> & {
  /** How long one look may take, where it isn't what it is in earnest. */
  lookMs?: number;
};

/** What the looks came to, and every key there is to look at: of what isn't among `looked` nothing new is known. */
export type ProbeRun = { looked: Looked[]; keys: string[]; isDatabaseDown: boolean };

/** Gateways and accounts that aren't reached by then are left for the next time. */
const WHOLE_MS = 8_000;
/** A database that answers a question but not these by then is as good as gone. */
const LIST_MS = 3_000;

/**
 * Looks at all four layers: reads only, sends nothing, and takes as long as the slowest look, however much is down. Without
 * its database Dochak knows of nothing to ask about: then that is the answer.
 */
export async function runProbes(rt: ProbeRuntime): Promise<ProbeRun> {
  const looks = openLooks(rt.lookMs);
  const deadlineMs = performance.now() + WHOLE_MS;
  const database = await lookAtDatabase(rt.db, looks);
  const list = database?.ok ? await answeredIn(LIST_MS, whatThereIs(rt, looks)).catch(() => null) : null;
  if (!database?.ok || !list) return { looked: [down(database)], keys: [], isDatabaseDown: true };
  const { now, bots, tenants, accounts } = list;
  const found = await Promise.all([
    Promise.all([
      ...lookAtApi(rt, looks),
      ...lookAtQueue(rt, now, looks),
      ...lookAtWorker(rt, now, looks),
      ...lookAtSetUp(tenants, looks),
    ]),
    lookAtBatches(rt.db, tenants, now, looks),
    inTurn(lookAtBots(rt, bots, looks), deadlineMs),
    inTurn(accounts, deadlineMs),
  ]);
  const looked = [database, ...found.flat(2)].filter((one) => one !== null);
  const ofSystem = namesOf("system").filter((name) => rt.queue.isTold || !OUTSIDE.includes(name));
  return { looked, keys: [...ofSystem, ...tenantKeys(tenants), ...botKeys(bots)], isDatabaseDown: false };
}

/** Only where ids are told to a queue outside. */
const OUTSIDE: readonly ProbeName[] = ["published", "outside"];

const down = (database: Looked | null): Looked => ({
  ...{ key: "database", ok: false, cause: database?.cause ?? "database_down" },
  ...{ figures: {}, ms: database?.ms ?? 0 },
});

async function whatThereIs(rt: ProbeRuntime, looks: Looks) {
  const now = await rt.clock();
  const [bots, tenants] = await Promise.all([botsInUse(rt.db), tenantsToLookAt(rt.db, now)]);
  return { now, bots, tenants, accounts: await lookAtAccounts(rt, tenants, looks) };
}
