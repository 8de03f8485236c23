import "server-only";
import { desc, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { historyImports } from "@/db/schema/coverage";
import { tenants } from "@/db/schema/tenants";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";

/** One file of an old system that was read, to its end or not. */
export type ImportedFile = {
  id: number;
  fileName: string;
  source: string;
  tenant: string;
  /** `running`: it is being read, or was stopped; the same file goes on where it ended. */
  state: "running" | "done";
  /** Records read so far. */
  position: number;
  messages: number;
  logs: number;
  bad: number;
  by: string | null;
  startedAt: string;
  finishedAt: string | null;
};

const SHOWN = 20;

/**
 * The latest files of old records, newest first.
 * @throws AppError forbidden
 */
export async function listImports(db: Executor, actor: Actor): Promise<ImportedFile[]> {
  if (!mayEver(actor, "history.import")) throw new AppError("forbidden");
  const rows = await db
    .select({ one: historyImports, tenant: tenants.code, by: users.name })
    .from(historyImports)
    .innerJoin(tenants, eq(tenants.id, historyImports.tenantId))
    .leftJoin(users, eq(users.id, historyImports.createdBy))
    .orderBy(desc(historyImports.id))
    .limit(SHOWN);
  return rows.map(({ one, tenant, by }) => ({
    ...{ id: one.id, fileName: one.fileName, source: one.source, tenant, state: one.state, position: one.position, by },
    messages: one.counts.messagesAdded ?? 0,
    logs: one.counts.logsAdded ?? 0,
    bad: one.counts.bad ?? 0,
    startedAt: one.startedAt.toISOString(),
    finishedAt: one.finishedAt?.toISOString() ?? null,
  }));
}
