import { groupBy } from "@/lib/image-sync/group-by";
import { judgeSameBytes, judgeSameName, type NamedRow } from "@/lib/image-sync/judge-alike";
import { lookAtPairs } from "@/lib/image-sync/look-at-pairs";
import { type FilePage, merge, type RowPage } from "@/lib/image-sync/merge";
import type { Eyes, FileFacts, Found, Scope } from "@/lib/image-sync/verdict";
import { hashOf, recordedHash } from "./image-bodies";
import { DAY, type World } from "./image-truth";

/** The moment a scan of a planted world begins to call things young. */
export const CUTOFF_MS = Date.UTC(2026, 10, 19);
const OLD_MS = CUTOFF_MS - 100 * DAY;

/** A planted world as a scan sees it, in memory: data only, with every judgement the real one. */
export function memoryWorld(world: World, pageSize: number) {
  const rows = world.rows.map(
    (row, i): NamedRow => ({
      ...{ id: i + 1, customerId: row.customer + 1, pathKey: Buffer.from(row.path), bytes: row.bytes },
      ...{ sha256: recordedHash(world, row), status: row.status, ver: 1, createdAtMs: OLD_MS + row.day * DAY },
      ...{ updatedAtMs: row.isFresh ? CUTOFF_MS : OLD_MS + row.day * DAY, isDeleted: row.isDeleted },
      nameKey: Buffer.from(row.name.normalize("NFC")),
    }),
  );
  const claiming = rows.filter((_, i) => !world.rows[i]!.isSetAside);
  const facts = ({ key, bytes, isFresh }: World["files"][number]): FileFacts => ({
    ...{ key, bytes, modifiedAtMs: isFresh ? CUTOFF_MS : OLD_MS },
  });
  const files = new Map(world.files.map((file) => [file.key, file]));
  const inOrder = <T>(all: readonly T[], keyOf: (one: T) => Buffer) =>
    [...all].sort((a, b) => Buffer.compare(keyOf(a), keyOf(b)));

  async function* rowPages(): AsyncGenerator<RowPage> {
    const sorted = inOrder(claiming, ({ pathKey }) => pathKey);
    for (let at = 0; at < sorted.length; at += pageSize) yield { items: sorted.slice(at, at + pageSize) };
  }
  async function* filePages(): AsyncGenerator<FilePage> {
    const listed = world.files.filter(({ key }) => key.startsWith(world.prefix)).map(facts);
    const sorted = inOrder(listed, ({ key }) => Buffer.from(key));
    const from = { range: 0, token: null };
    for (let at = 0; at < sorted.length; at += pageSize) {
      yield { items: sorted.slice(at, at + pageSize), from, next: from, skipped: 0 };
      if (at % 2) yield { items: [], from, next: from, skipped: 0 };
    }
  }

  const eyes: Eyes = {
    head: async (key) => {
      const file = files.get(key);
      return file ? facts(file) : null;
    },
    sha256: async (key) => {
      const file = files.get(key);
      return file ? hashOf(file) : null;
    },
    dimensions: async (key) => files.get(key)?.size ?? null,
    claims: async (keys) => {
      const asked = new Set(keys.map((key) => key.toString("hex")));
      return groupBy(
        claiming.filter(({ pathKey }) => asked.has(pathKey.toString("hex"))),
        ({ pathKey }) => pathKey.toString("hex"),
      );
    },
    used: async (ids) => new Set(ids.filter((id) => world.rows[id - 1]!.isUsed)),
    names: async (ids) => new Map(ids.map((id) => [id, world.rows[id - 1]!.name.normalize("NFC")])),
    home: async (customerId) => {
      const home = world.homes[customerId - 1]!;
      return { files: world.files.filter(({ key }) => key.startsWith(home)).map(facts), isAll: true };
    },
    ownerOf: async (folder) => {
      const at = world.homes.findIndex((home) => folder.startsWith(home));
      return at < 0 ? null : at + 1;
    },
  };
  return { rows, rowPages, filePages, eyes };
}

/** The whole of a scan of a world in memory, with what only shows at its end. */
export async function scanInMemory(world: World, pageSize: number, pieceSize: number) {
  const { rows, rowPages, filePages, eyes } = memoryWorld(world, pageSize);
  const scope: Scope = { prefix: world.prefix, cutoffMs: CUTOFF_MS, customerIds: null };
  const found: Found[] = [];
  const tally = { rows: 0, files: 0, valid: 0, fresh: 0, unreadable: 0 };
  for await (const { pairs } of merge(rowPages(), filePages(), { range: 0, token: null }, pieceSize)) {
    const looked = await lookAtPairs(pairs, scope, eyes);
    found.push(...looked.found);
    for (const name of ["rows", "files", "valid", "fresh", "unreadable"] as const) tally[name] += looked.tally[name];
  }
  for (const { keyOf, judge } of [
    { keyOf: ({ nameKey }: NamedRow) => nameKey, judge: judgeSameName },
    { keyOf: ({ sha256 }: NamedRow) => sha256, judge: judgeSameBytes },
  ]) {
    const told = new Set(found.flatMap(({ imageId, verdict }) => (verdict === "same_name" ? [] : [imageId])));
    const open = rows.filter(
      (row) => !told.has(row.id) && !row.isDeleted && row.status === "ready" && row.updatedAtMs < CUTOFF_MS,
    );
    const groups = groupBy(
      open.filter((row) => keyOf(row) !== null),
      (row) => `${row.customerId} ${keyOf(row)!.toString("hex")}`,
    );
    for (const group of groups.values()) {
      if (group.length < 2) continue;
      const more = await judge(group, scope, eyes);
      found.push(...more);
      tally.valid -= more.filter(({ verdict }) => verdict !== "same_name").length;
    }
  }
  return { found: settled(found), tally };
}

/** A file a row should point to is nobody's orphan; two rows don't get the same one. */
function settled(found: readonly Found[]): Found[] {
  const wanted = found.flatMap(({ toPath }) => toPath ?? []);
  return found
    .filter((one) => one.imageId !== null || !wanted.includes(one.path.toString()))
    .map((one) =>
      one.toPath !== null && one.certainty === "certain" && wanted.filter((path) => path === one.toPath).length > 1
        ? { ...one, certainty: "doubtful", doubt: "wanted_twice" }
        : one,
    );
}
