import "server-only";
import { createHash } from "node:crypto";
import { inArray } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerImages } from "@/db/schema/customer-images";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { BACKUP_KIND } from "./backup-images";
import { refuseOthers } from "./find-run";
import type { ConflictWhy } from "./op-step";
import { rowOfText, shaOfText, textOfRow } from "./row-text";
import { restoreRow } from "./undo-step";

const AT_ONCE = 500;
/** So many are named. */
const NAMED = 100;

export type RestoreReport = {
  rows: number;
  same: number;
  /** Missing ones: put back, or to be put back in a dry run. */
  missing: number;
  restored: number;
  /** Rows that are there and say something else, or whose place isn't free: nothing is overwritten. */
  conflicts: { id: number; why: ConflictWhy | "row_differs" }[];
  conflictCount: number;
};

type Line = { id: number; text: string };

/**
 * Puts back the rows of a backup that are missing; without `execute` it only tells what that would be. The whole file is read and
 * proven before anything is written.
 * @param open reads the file's lines from the start; it is read twice
 * @throws AppError forbidden; conflict (imageBackupBroken)
 */
export async function restoreImages(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { execute }: { execute: boolean },
  open: () => AsyncIterable<string>,
): Promise<RestoreReport> {
  refuseOthers(actor, "image_sync.run");
  await prove(open());
  const report: RestoreReport = { rows: 0, same: 0, missing: 0, restored: 0, conflicts: [], conflictCount: 0 };
  const note = (id: number, why: RestoreReport["conflicts"][number]["why"]) => {
    report.conflictCount++;
    if (report.conflicts.length < NAMED) report.conflicts.push({ id, why });
  };
  const take = async (lines: Line[]) => {
    const ids = lines.map(({ id }) => id);
    const there = await rt.db.select().from(customerImages).where(inArray(customerImages.id, ids));
    const known = new Map(there.map((row) => [row.id, textOfRow(row)]));
    const missing = lines.filter(({ id }) => !known.has(id));
    report.rows += lines.length;
    report.missing += missing.length;
    for (const { id, text } of lines) {
      const now = known.get(id);
      if (now === text) report.same++;
      else if (now !== undefined) note(id, "row_differs");
    }
    if (!execute || missing.length === 0) return;
    const outcomes = await retryDeadlocks(rt.db, async (tx) => {
      const ends: [number, ConflictWhy | null][] = [];
      for (const { id, text } of missing) ends.push([id, await restoreRow(tx, text, id, null)]);
      const ids = ends.filter(([, why]) => why === null).map(([id]) => id);
      await writeAudit(tx, actor, await rt.clock(), {
        action: "image_sync.restore",
        subject: "customer_images",
        after: { ids },
      });
      return ends;
    });
    for (const [id, why] of outcomes) {
      if (why === null) report.restored++;
      else note(id, why);
    }
  };
  let batch: Line[] = [];
  for await (const line of open()) {
    const { row } = JSON.parse(line) as { row?: string };
    if (row === undefined) continue;
    batch.push({ id: rowOfText(row).id, text: row });
    if (batch.length < AT_ONCE) continue;
    await take(batch);
    batch = [];
  }
  if (batch.length > 0) await take(batch);
  return report;
}

const broken = (line: number) => new AppError("conflict", { message: "imageBackupBroken", params: { line } });

/** Whether a file is a backup, whole and as it was written. */
async function prove(lines: AsyncIterable<string>): Promise<void> {
  const whole = createHash("sha256");
  let at = 0;
  let rows = 0;
  let isWhole = false;
  for await (const line of lines) {
    at++;
    if (isWhole) throw broken(at);
    const said = parse(line);
    if (said === null) throw broken(at);
    if (at === 1) {
      if (said.kind !== BACKUP_KIND) throw broken(at);
      continue;
    }
    if (typeof said.row === "string") {
      if (shaOfText(said.row).toString("hex") !== said.sha256) throw broken(at);
      whole.update(String(said.sha256));
      rows++;
    } else {
      if (said.rows !== rows || said.sha256 !== whole.digest("hex")) throw broken(at);
      isWhole = true;
    }
  }
  if (!isWhole) throw broken(at + 1);
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
