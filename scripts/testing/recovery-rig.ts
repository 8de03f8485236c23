import { asc } from "drizzle-orm";
import type { Db } from "@/db/client";
import { coverageRollups, messageRecipients, providerWords } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import type { Actor } from "@/lib/access/actor";
import type { Env } from "@/lib/env/schema";
import { type ApplyOptions, applyRecovery } from "@/lib/recovery/apply-recovery";
import { planRecovery } from "@/lib/recovery/plan-recovery";
import type { RecoveryScopeInput } from "@/lib/recovery/schema";
import { undoRecovery } from "@/lib/recovery/undo-recovery";
import { bringIn, logFile, messageFile, type OldMessageLine, oldNumber } from "./history-rig";

type Rt = { db: Db; clock: () => Promise<Date>; env: Env };
export const SCRIPT = { kind: "system", job: "script" } as const satisfies Actor;
export const ALL = { kind: "all" } as const satisfies RecoveryScopeInput;

/** All a recovery may change; ids of rows are given by the database and not part of what they say. */
export async function ledger(db: Db) {
  const logs = await db.select().from(messageLogs);
  const key = (row: (typeof logs)[number]) =>
    `${row.messageId}/${row.recipientKey.toString("hex")}/${row.variant}/${row.leg}/${row.attemptNo}`;
  return {
    messages: await db.select().from(messages).orderBy(asc(messages.id)),
    logs: logs.map((row) => ({ key: key(row), ...row })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    rollups: (await db.select().from(coverageRollups)).map((row) => JSON.stringify(row)).sort(),
    recipients: await db.select().from(messageRecipients),
    words: await db.select().from(providerWords),
  };
}

/** The same without the rows of runs, for comparing one application with another. */
export const withoutIds = ({ logs, messages: all, rollups }: Awaited<ReturnType<typeof ledger>>) => ({
  logs: logs.map(({ id: _, recoveryRunId: _run, phone: _phone, ...row }) => row),
  messages: all,
  rollups,
});

/** Applies a plan to its end, as a client that calls again and again. */
export async function applyAll(
  rt: Rt,
  planHash: string,
  scope: RecoveryScopeInput = ALL,
  options: ApplyOptions = {},
  actor: Actor = SCRIPT,
) {
  for (let cursor: string | null = null; ; ) {
    const done: Awaited<ReturnType<typeof applyRecovery>> = await applyRecovery(
      rt,
      actor,
      { scope, planHash, cursor },
      options,
    );
    if (done.cursor === null) return done;
    cursor = done.cursor;
  }
}

export async function recoverAll(rt: Rt, scope: RecoveryScopeInput = ALL, options: ApplyOptions = {}) {
  const plan = await planRecovery(rt, SCRIPT, scope);
  return { plan, done: await applyAll(rt, plan.planHash, scope, options) };
}

export async function undoAll(rt: Rt, id: number, options: ApplyOptions = {}, actor: Actor = SCRIPT) {
  for (;;) {
    const done = await undoRecovery(rt, actor, { id }, options);
    if (done.cursor === null) return done;
  }
}

/**
 * The old system as its own check found it: 29 sent and partial messages to 2,544 people of whom 602 had a row, three failed ones to
 * 326, and 402 whom nobody can name any more. 602 + 102 + 1,764 = 2,468.
 */
export async function plantOldSystem(rt: Rt): Promise<void> {
  const people = (count: number, from: number) =>
    Array.from({ length: count }, (_, i) => oldNumber((from + i) % 10_000));
  const lines: (OldMessageLine & { logged: number })[] = [];
  let next = 0;
  const add = (id: number, count: number, logged: number, over: Partial<OldMessageLine> = {}) => {
    lines.push({ id, numbers: people(count, next), logged, ...over });
    next += count;
  };
  add(117, 102, 0);
  // Four are whole, as the check told: 29 looked at, 25 with gaps.
  for (let i = 0; i < 4; i++) add(118 + i, 40, 40);
  for (let i = 0; i < 2; i++) lines.push({ id: 130 + i, numbers: null, sent: 201, logged: 0 });
  for (let i = 0; i < 21; i++) add(140 + i, 85, 20, i % 4 === 3 ? { status: "partial" } : {});
  add(161, 2_544 - 102 - 160 - 402 - 21 * 85, 602 - 160 - 420);
  for (const [i, count] of [110, 108, 108].entries()) add(170 + i, count, 0, { status: "failed" });
  await bringIn(rt, messageFile(lines), { fileName: "messages.json" });
  const logs = lines.flatMap(({ id, numbers, logged }) =>
    (numbers ?? []).slice(0, logged).map((phone) => ({ id, phone })),
  );
  await bringIn(rt, logFile(logs), { fileName: "message_logs.json" });
}
