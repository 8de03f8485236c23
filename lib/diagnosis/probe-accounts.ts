import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db, Executor } from "@/db/client";
import { apiBudgets } from "@/db/schema/messages";
import { ALLOWANCES } from "@/lib/batches/budget";
import type { Runtime } from "@/lib/runtime";
import { accountOf, type SolapiAccount } from "@/lib/tenants/account-of";
import { ACTIVE_AT_PROVIDER } from "@/lib/tenants/sender-status";
import { storeStanding } from "@/lib/tenants/store-standing";
import type { PhoneDesk, Refusal, Sender } from "@/lib/transports/phone-port";
import { accountCause } from "./probe-causes";
import { answeredIn, ill, type Looked, type Looks, type Seen, well } from "./probe-look";
import type { ProbedTenant } from "./probe-tenants";

type Desk = Pick<Runtime, "db" | "clock" | "env"> & { phone: Pick<PhoneDesk, "balance" | "senders"> };

/** One account and those who send with it; whose key can't be had is alone. */
type Shared = { account: SolapiAccount | null; problem: string | null; tenants: ProbedTenant[] };
type Answer = { balance: number; skewMs: number | null; senders: Sender[] } | Refusal | null;

/** Requests one look at an account costs. */
const ASKS = 2;
/** A question several looks share ends a little before them. */
const BEFORE = 0.9;
/** What Solapi says of a number is written down again after so long, though it still says the same. */
const OLD_WORD_MS = 3_600_000;

/**
 * Asks each account at Solapi once, whatever number of tenants share it: is the key good, is there money, which numbers are
 * registered (S1-05, S1-29). An account whose budget is in use by sending is left for the next time (rulings 17).
 */
export async function lookAtAccounts(
  rt: Desk,
  tenants: readonly ProbedTenant[],
  looks: Looks,
): Promise<(() => Promise<(Looked | null)[]>)[]> {
  const shared = byAccount(
    rt.env,
    tenants.filter(({ messagingIsActive }) => messagingIsActive),
  );
  const busy = await busyAccounts(
    rt.db,
    shared.flatMap(({ account }) => (account ? [account.accountKey] : [])),
  );
  const isBusy = (account: SolapiAccount) => busy.has(account.accountKey.toString("hex"));
  return shared
    .filter(({ account }) => !account || !isBusy(account))
    .map((one) => async () => {
      const { seen: looking, answer } = lookAtShared(rt, one, looks);
      const seen = await Promise.all(looking);
      const said = await answer.catch(() => null);
      if (said && "senders" in said) await noteSenders(rt, one.tenants, said.senders).catch(() => {});
      return seen;
    });
}

function lookAtShared(rt: Desk, { account, problem, tenants }: Shared, looks: Looks) {
  const answer = account ? answeredIn(looks.ms * BEFORE, ask(rt.phone, account)) : Promise.resolve(null);
  const seen = tenants.flatMap((tenant) => [
    looks.look("account", tenant.id, async () => {
      const said = await answer;
      if (problem) return ill(problem);
      return judgedAccount(tenant, said);
    }),
    looks.look("sender", tenant.id, async () => {
      const said = await answer;
      return said && "senders" in said ? judgedSenders(tenant, said.senders) : null;
    }),
  ]);
  return { seen, answer };
}

async function ask(phone: Desk["phone"], account: SolapiAccount): Promise<Answer> {
  const [balance, senders] = await Promise.all([phone.balance(account), phone.senders(account)]);
  if (balance.kind === "refused") return balance;
  if (senders.kind === "refused") return senders;
  return { balance: balance.balance + balance.point, skewMs: balance.skewMs, senders: senders.senders };
}

/** What holds the tenant's lane is told first: until it is lifted nothing goes, whatever Solapi says now. */
function judgedAccount({ paused, usesOwnKey }: ProbedTenant, said: Answer): Seen {
  const owner = usesOwnKey ? "tenant" : "platform";
  if (paused) return ill(paused.reason, { owner, ...(said && "senders" in said && { answers: 1 }) });
  if (said === null) return ill("timeout", { owner });
  if ("senders" in said) return said.balance > 0 ? well({ owner }) : ill("no_balance", { owner });
  // Our own budget had no room: that says nothing of Solapi.
  if (said.reason === "throttled") return null;
  return ill(accountCause(said.reason), { owner, ...(said.code !== null && { code: said.code.slice(0, 40) }) });
}

const digits = (number: string): string => number.replace(/\D/g, "");

/** Numbers that are verified with us and that Solapi doesn't take; null where there is none to ask about. */
function judgedSenders({ senders }: ProbedTenant, registered: readonly Sender[]): Seen {
  const own = senders.filter(({ status }) => status === "verified");
  if (own.length === 0) return null;
  const good = new Set(
    registered.filter(({ status }) => status === ACTIVE_AT_PROVIDER).map(({ number }) => digits(number)),
  );
  const lapsed = own.filter(({ number }) => !good.has(number)).length;
  const figures = { numbers: own.length, lapsed };
  return lapsed > 0 ? ill("sender_unregistered", figures) : well(figures);
}

/** Beside the numbers, where screens and alerts read it, as the nightly look does; where it is news. */
async function noteSenders(rt: Desk, tenants: readonly ProbedTenant[], registered: readonly Sender[]): Promise<void> {
  const now = await rt.clock();
  const words = new Map(registered.map(({ number, status }) => [digits(number), status.slice(0, 20)]));
  for (const { id, senders } of tenants) {
    const isNews = senders.some(
      ({ number, providerStatus, providerCheckedAt }) =>
        providerStatus !== (words.get(number) ?? null) ||
        providerCheckedAt === null ||
        now.getTime() - new Date(providerCheckedAt).getTime() > OLD_WORD_MS,
    );
    if (isNews) await storeStanding(rt.db as Db, id, registered, now);
  }
}

function byAccount(env: Desk["env"], tenants: readonly ProbedTenant[]): Shared[] {
  const found = new Map<string, Shared>();
  for (const tenant of tenants) {
    const opened = accountOf(env, tenant);
    const key = opened.ok ? opened.account.accountKey.toString("hex") : `of ${tenant.id}`;
    const known = found.get(key);
    if (known) known.tenants.push(tenant);
    else
      found.set(key, {
        account: opened.ok ? opened.account : null,
        problem: opened.ok ? null : opened.reason,
        tenants: [tenant],
      });
  }
  return [...found.values()];
}

/** Accounts with no room for a look in their allowance right now. */
async function busyAccounts(db: Executor, keys: readonly Buffer[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { everyMs, burst } = ALLOWANCES.read;
  const rows = await db
    .select({ accountKey: apiBudgets.accountKey })
    .from(apiBudgets)
    .where(
      and(
        inArray(apiBudgets.accountKey, [...keys]),
        eq(apiBudgets.kind, "read"),
        sql`cast(${apiBudgets.fullAtMs} as signed) > cast(unix_timestamp(now(3)) * 1000 as signed) + ${(burst - ASKS) * everyMs}`,
      ),
    );
  return new Set(rows.map(({ accountKey }) => accountKey.toString("hex")));
}
