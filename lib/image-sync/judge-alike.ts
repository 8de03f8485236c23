import { parseObjectKey } from "@/lib/storage/object-key";
import { groupBy } from "./group-by";
import { weighs } from "./judge-path";
import { byNewest, keepWhich } from "./keep-which";
import { type Doubt, type Eyes, type FileFacts, type Found, type ImageRow, isoOf, ofRow, type Scope } from "./verdict";

/** A row as the closer look at duplicates reads it. */
export type NamedRow = ImageRow & { nameKey: Buffer };

type Seen = { row: ImageRow; file: FileFacts; sha256: Buffer | null };

/**
 * Ready rows of one customer under one name that may be the same picture, on other paths: the same bytes are one too many, other
 * bytes are told and stay (C-60, S4-42). Nothing is read but files of the same size.
 */
export async function judgeSameName(rows: readonly NamedRow[], scope: Scope, eyes: Eyes): Promise<Found[]> {
  const used = await eyes.used(rows.map(({ id }) => id));
  const seen = await lookAtFiles(onePerPath(rows, used), scope, eyes);
  const found: Found[] = [];
  const keepers: ImageRow[] = [];
  const files = new Map(seen.map((one) => [one.row.id, one]));
  for (const alike of await bySameBytes(seen, eyes, found)) {
    const { keep, others, isDoubtful } = keepWhich(
      alike.map(({ row }) => row),
      used,
    );
    keepers.push(keep);
    for (const row of others.sort((a, b) => a.id - b.id))
      found.push(await duplicate(files.get(row.id)!, keep, isDoubtful ? "in_use" : null, used, scope, eyes));
  }
  const [newest, ...older] = keepers.sort(byNewest);
  for (const row of older.sort((a, b) => a.id - b.id))
    found.push(
      ofRow(row, {
        ...{ verdict: "same_name", doubt: "other_content", action: "report", keepImageId: newest!.id },
        bytes: files.get(row.id)!.file.bytes,
        evidence: {
          ...{ fileBytes: files.get(row.id)!.file.bytes, otherBytes: files.get(newest!.id)!.file.bytes },
          ...{ uploadedAt: isoOf(row.createdAtMs), otherUploadedAt: isoOf(newest!.createdAtMs) },
        },
      }),
    );
  return found;
}

/** Ready rows of one customer whose recorded bytes are the same under several names: told, a person decides. */
export async function judgeSameBytes(rows: readonly NamedRow[], scope: Scope, eyes: Eyes): Promise<Found[]> {
  const used = await eyes.used(rows.map(({ id }) => id));
  const perName = groupBy(onePerPath(rows, used), ({ nameKey }) => nameKey.toString("hex"));
  if (perName.size < 2) return [];
  const firsts = [...perName.values()].map((ofName) => keepWhich(ofName, used).keep);
  const seen = await lookAtFiles(firsts, scope, eyes);
  const found: Found[] = [];
  const files = new Map(seen.map((one) => [one.row.id, one]));
  for (const alike of await bySameBytes(seen, eyes, found)) {
    const { keep, others } = keepWhich(
      alike.map(({ row }) => row),
      used,
    );
    for (const row of others.sort((a, b) => a.id - b.id))
      found.push(await duplicate(files.get(row.id)!, keep, "other_name", used, scope, eyes));
  }
  return found;
}

/** Of rows that name the same file the one that stays: the others were judged with that file. */
function onePerPath(rows: readonly NamedRow[], used: ReadonlySet<number>): NamedRow[] {
  const paths = groupBy(rows, ({ pathKey }) => pathKey.toString("hex"));
  return [...paths.values()].map((ofPath) => keepWhich(ofPath, used).keep as NamedRow);
}

async function lookAtFiles(rows: readonly ImageRow[], scope: Scope, eyes: Eyes): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const row of rows) {
    const path = row.pathKey.toString();
    const file = parseObjectKey(path) === null ? null : await eyes.head(path);
    // Ghosts, broken files and what is too young are no duplicates of anything.
    if (file && file.modifiedAtMs < scope.cutoffMs && weighs(row, file)) seen.push({ row, file, sha256: null });
  }
  return seen;
}

/** Groups of the very same bytes. Alone in its size, a file needn't be read. */
async function bySameBytes(seen: readonly Seen[], eyes: Eyes, found: Found[]): Promise<Seen[][]> {
  const groups: Seen[][] = [];
  for (const ofSize of groupBy(seen, ({ file }) => file.bytes).values()) {
    if (ofSize.length === 1) {
      groups.push(ofSize);
      continue;
    }
    const ofBytes = new Map<string, Seen[]>();
    for (const one of ofSize) {
      one.sha256 = await eyes.sha256(one.file.key);
      if (!one.sha256) continue;
      if (one.row.sha256 && !one.row.sha256.equals(one.sha256)) {
        found.push(otherThanRecorded(one));
        continue;
      }
      const hex = one.sha256.toString("hex");
      ofBytes.set(hex, [...(ofBytes.get(hex) ?? []), one]);
    }
    groups.push(...ofBytes.values());
  }
  return groups;
}

const otherThanRecorded = ({ row, file, sha256 }: Seen): Found =>
  ofRow(row, {
    ...{ verdict: "corrupt", doubt: "content_differs", action: "report", bytes: file.bytes, sha256 },
    evidence: { recordedBytes: row.bytes, fileBytes: file.bytes, fileAt: isoOf(file.modifiedAtMs), sameBytes: false },
  });

async function duplicate(
  { row, file, sha256 }: Seen,
  keep: ImageRow,
  doubt: Doubt | null,
  used: ReadonlySet<number>,
  { prefix }: Scope,
  eyes: Eyes,
): Promise<Found> {
  const claims = (await eyes.claims([row.pathKey])).get(row.pathKey.toString("hex")) ?? [];
  const isAlone = claims.every(({ id }) => id === row.id) && file.key.startsWith(prefix);
  const isUsed = used.has(row.id);
  return ofRow(row, {
    ...{ verdict: "duplicate_content", doubt, keepImageId: keep.id, bytes: file.bytes, sha256 },
    action: isUsed ? "report" : isAlone ? "delete_and_set_aside" : "delete_row",
    evidence: {
      ...{ fileBytes: file.bytes, keptPath: keep.pathKey.toString(), shared: !isAlone, used: isUsed },
      ...{ uploadedAt: isoOf(row.createdAtMs), keptUploadedAt: isoOf(keep.createdAtMs) },
    },
  });
}
