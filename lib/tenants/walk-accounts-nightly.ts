import "server-only";
import { claimTurn, lastTurn, type Turns } from "@/db/claim-turn";
import type { Runtime } from "@/lib/runtime";
import { kstDate } from "@/lib/time/kst";
import { accountOf } from "./account-of";
import { type ActingTenant, tenantsWithin } from "./tenant-of";

/** A night begins at three in Korea. */
const NIGHT_MS = 3 * 3_600_000;

/** Those who send with one account at Solapi. */
export type Sharing = readonly [ActingTenant, ...ActingTenant[]];

export type Walk = {
  /** Where in `app_meta` it is kept how far the night has come. */
  key: string;
  /** What is asked for, for a person who reads of its failure. */
  what: string;
  isOver: () => boolean;
  /** What was read of the turns a moment ago. */
  seen?: Turns | undefined;
  /** Does it for one account; why it couldn't be, or null. */
  ask: (tenants: Sharing) => Promise<string | null>;
};

/**
 * Asks every account that is sent with once a night, by one of all instances, whatever number of tenants share it. A night that
 * is cut short goes on with the next pass; an account that doesn't answer is told of and left for the next night.
 * @returns how many accounts were asked
 */
export async function walkAccountsNightly(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  { key, what, isOver, seen, ask }: Walk,
): Promise<number> {
  const now = await rt.clock();
  const night = kstDate(new Date(now.getTime() - NIGHT_MS));
  const all = `${night} all`;
  if ((seen?.get(key) ?? (await lastTurn(rt.db, key))) === all) return 0;
  const tenants = await tenantsWithin(rt.db, { kind: "system", job: "tick" });
  const accounts = byAccount(
    rt.env,
    tenants.filter((tenant) => tenant.messagingIsActive),
  );
  for (let asked = 0; ; ) {
    if (isOver()) return asked;
    const last = await lastTurn(rt.db, key);
    const [lastNight, id] = last.split(" ");
    const after = lastNight === night ? Number(id) : 0;
    // The others have been through by now.
    if (Number.isNaN(after)) return asked;
    const sharing = accounts.find(([first]) => first.id > after);
    const turn = sharing ? `${night} ${sharing[0].id}` : all;
    if (!(await claimTurn(rt.db, key, turn, (found) => found === last))) continue;
    if (!sharing) return asked;
    asked++;
    const named = `${what} of tenant ${sharing.map((one) => one.id).join(", ")}`;
    try {
      const problem = await ask(sharing);
      if (problem !== null) console.error(`${named}: ${problem}`);
    } catch (error) {
      console.error(`${named}:`, error instanceof Error ? error.name : "failed");
    }
  }
}

/** By the first of those who share one; whose account can't be opened is alone. */
function byAccount(env: Parameters<typeof accountOf>[0], tenants: readonly ActingTenant[]): Sharing[] {
  const found = new Map<string, [ActingTenant, ...ActingTenant[]]>();
  for (const tenant of tenants.toSorted((a, b) => a.id - b.id)) {
    const opened = accountOf(env, tenant);
    const account = opened.ok ? opened.account.accountKey.toString("hex") : `of ${tenant.id}`;
    const sharing = found.get(account);
    if (sharing) sharing.push(tenant);
    else found.set(account, [tenant]);
  }
  return [...found.values()];
}
