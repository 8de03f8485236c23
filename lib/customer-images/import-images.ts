import "server-only";
import { createHash } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { type Executor, isDuplicateKey } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerImages } from "@/db/schema/customer-images";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { SeenKeys } from "@/lib/customers/seen-keys";
import { withoutNumbers } from "@/lib/customers/without-numbers";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { findOwners } from "./find-owners";
import { isRefusedMetadata, type OldImage, type RefusedMetadata } from "./read-metadata";

/** Rows of one transaction. */
const BATCH = 1_000;
/** More are counted, not told one by one. */
export const MOST_REFUSALS = 1_000;
const TRIES = 3;

export type ImageImportOrder = {
  /** False: says what would happen and writes nothing. */
  execute: boolean;
  fileName: string;
  /** What its ids are unique in; a second old system gets another name. */
  source: string;
  /** Whose customers the codes are, where several organisations use the same ones. */
  orgCode?: string | null;
  onProgress?: (report: ImageImportReport) => void;
  isOver?: () => boolean;
};

export type ImageImportReport = {
  executed: boolean;
  lines: number;
  added: number;
  /** Brought in before, and left as they are now. */
  unchanged: number;
  customers: number;
  refused: number;
  refusals: RefusedMetadata[];
  /** False: it was stopped; the same file goes on where it ended. */
  finished: boolean;
};

/**
 * Brings in the rows an old system kept of its customers' pictures, while their file is read. Only rows: the files lie in storage
 * already, or they don't, which the reconciliation tells. Names and paths stay as they were written, wrong ones too. A row is known
 * by its source and its id there, so the same file twice changes nothing, and one that was interrupted goes on.
 * @throws AppError forbidden; invalid at `source`, `org` or `file`
 */
export async function importImages(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  order: ImageImportOrder,
  records: AsyncIterable<OldImage | RefusedMetadata>,
): Promise<ImageImportReport> {
  if (!mayEver(actor, "history.import")) throw new AppError("forbidden");
  const { execute, source, isOver = () => false } = order;
  if (!/^[\w.-]{1,60}$/.test(source)) throw invalid("source", "badValue");
  const now = await rt.clock();
  const owners = findOwners(rt.db, order.orgCode ?? null);
  const report: ImageImportReport = {
    ...{ executed: execute, lines: 0, added: 0, unchanged: 0, customers: 0, refused: 0 },
    ...{ refusals: [], finished: true },
  };
  const refuse = (refusal: RefusedMetadata) => {
    report.refused += 1;
    if (report.refusals.length < MOST_REFUSALS) report.refusals.push(refusal);
  };
  const seen = new SeenKeys();
  let batch: OldImage[] = [];

  const write = async () => {
    if (batch.length === 0) return;
    const owned = await owners.of(batch);
    const rows = batch.flatMap((image, i) => {
      const owner = owned[i];
      if (typeof owner === "number") return [{ image, customerId: owner }];
      refuse({ line: image.line, reason: owner ?? "customer_unknown" });
      return [];
    });
    const added = await (execute
      ? retryTaken(() => retryDeadlocks(rt.db, (tx) => addNew(tx, { source, now, execute }, rows)))
      : addNew(rt.db, { source, now, execute }, rows));
    report.added += added;
    report.unchanged += rows.length - added;
    batch = [];
    order.onProgress?.(report);
  };

  for await (const record of records) {
    report.lines += 1;
    if (isRefusedMetadata(record)) refuse(record);
    else if (seen.firstLine(createHash("sha256").update(record.legacyId).digest(), record.line) !== null)
      refuse({ line: record.line, reason: "id_twice" });
    else if (batch.push(record) >= BATCH) await write();
    if (isOver()) {
      report.finished = false;
      break;
    }
  }
  await write();
  if (report.lines === 0) throw invalid("file", "importEmpty");
  report.customers = owners.count();
  report.refusals.sort((a, b) => a.line - b.line);
  const { lines, added, unchanged, refused } = report;
  if (execute && added > 0)
    await writeAudit(rt.db, actor, await rt.clock(), {
      action: "customer_image.import",
      subject: `import:${source}`,
      after: { file: withoutNumbers(order.fileName).slice(0, 200), lines, added, unchanged, refused },
    });
  return report;
}

type Owned = { image: OldImage; customerId: number };

/** Adds those that aren't there, or counts them. */
async function addNew(
  db: Pick<Executor, "select" | "execute">,
  { source, now, execute }: { source: string; now: Date; execute: boolean },
  rows: readonly Owned[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const ids = rows.map(({ image }) => image.legacyId);
  const known = await db
    .select({ legacyId: customerImages.legacyId })
    .from(customerImages)
    .where(and(eq(customerImages.importSource, source), inArray(customerImages.legacyId, ids)));
  const isKnown = new Set(known.map(({ legacyId }) => legacyId));
  const fresh = rows.filter(({ image }) => !isKnown.has(image.legacyId));
  if (!execute || fresh.length === 0) return fresh.length;
  await insertRows(
    db,
    customerImages,
    { importSource: source, origin: "imported", status: "ready" },
    fresh.map(({ image, customerId }) => rowOf(image, customerId, now)),
  );
  return fresh.length;
}

function rowOf({ legacyId, filename, filePath, bytes, sha256, createdAt }: OldImage, customerId: number, now: Date) {
  const at = createdAt && createdAt < now ? createdAt : now;
  return {
    ...{ customerId, legacyId, filename, filePath, bytes, sha256 },
    nameKey: Buffer.from(filename.normalize("NFC")),
    pathKey: Buffer.from(filePath),
    createdAt: at,
    // No upload is under way here: an old row may be looked at tonight, not only when its import is a day old.
    updatedAt: at,
  };
}

/** Again where another import added one of the same rows meanwhile: then it is known. */
async function retryTaken<R>(work: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || !isDuplicateKey(error)) throw error;
    }
  }
}
