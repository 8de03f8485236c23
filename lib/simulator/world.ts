import "server-only";
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Account } from "./account";
import type { Group, Outcome } from "./group";
import type { Operation } from "./operation";
import { settle } from "./results";
import type { Settings } from "./settings";
import { apply, emptyState, type State } from "./state";

type Happened = Operation extends infer One ? (One extends Operation ? Omit<One, "at"> : never) : never;
export type WorldOptions = {
  /** Where it is kept; without it in memory only. */
  dir?: string | undefined;
  accounts: readonly Account[];
  /** Real time in ms. */
  clock: () => number;
  /** Called once for each lot of results when its time has come. */
  onResults: (group: Group, outcome: Outcome) => void;
};

/** The stand-in's world with its clock and its file. Every change goes through `record`. */
export function openWorld({ dir, accounts, clock, onResults }: WorldOptions) {
  const file = dir === undefined ? null : path.join(dir, "operations.jsonl");
  if (dir !== undefined) mkdirSync(dir, { recursive: true });
  const state: State = emptyState();
  const now = () => clock() + state.aheadMs;
  let timer: NodeJS.Timeout | null = null;

  for (const operation of file && existsSync(file) ? readOperations(file) : []) {
    settle(state, operation.at, () => {});
    apply(state, operation);
  }
  for (const account of accounts) if (!state.accounts.has(account.accountId)) record({ op: "account", account });

  function record(happened: Happened, at = now()): void {
    const operation: Operation = { ...happened, at };
    if (file) appendFileSync(file, `${JSON.stringify(operation)}\n`);
    apply(state, operation);
    wake();
  }

  /** Lets what is due happen: results, refunds, scheduled groups by `fire`. */
  let fire: (group: Group) => void = () => {};
  function advance(): void {
    for (const group of state.scheduled) if ((group.scheduledAt ?? 0) <= now()) fire(group);
    settle(state, now(), onResults);
  }

  /** Results come without a call too, for the webhook's sake. */
  function wake(): void {
    if (timer) clearTimeout(timer);
    const due = [...state.unsettled].flatMap((group) =>
      group.outcomes.flatMap((one) => (one.settled || one.at === null ? [] : [one.at])),
    );
    for (const group of state.scheduled) due.push(group.scheduledAt ?? 0);
    if (due.length === 0) return;
    const waitMs = Math.max(0, due.reduce((first, at) => Math.min(first, at)) - now());
    timer = setTimeout(
      () => {
        advance();
        wake();
      },
      Math.min(waitMs, 60_000),
    );
    timer.unref();
  }

  return {
    state,
    now,
    record,
    advance,
    /** What sends a scheduled group when its time has come. */
    onSchedule(handler: (group: Group) => void) {
      fire = handler;
      wake();
    },
    /** Forgets everything that happened: accounts and switches become as given, and the clock is the real one. */
    reset(fresh: readonly Account[], settings: Settings) {
      if (file) writeFileSync(file, "");
      record({ op: "reset" });
      record({ op: "settings", settings });
      record({ op: "clock", aheadMs: 0 });
      state.accounts.clear();
      for (const account of fresh) record({ op: "account", account });
    },
    close() {
      if (timer) clearTimeout(timer);
    },
  };
}
export type World = ReturnType<typeof openWorld>;

/** A line cut off by a kill is left out and cut away, or the next one would be glued to it. */
function readOperations(file: string): Operation[] {
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  return whole.split("\n").flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as Operation] : [];
    } catch {
      return [];
    }
  });
}
