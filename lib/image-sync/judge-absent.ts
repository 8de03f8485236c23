import { parseObjectKey } from "@/lib/storage/object-key";
import { isDerived } from "./derived-name";
import { weighs } from "./judge-path";
import { pathAlternates } from "./path-alternates";
import { type Doubt, type Eyes, type FileFacts, type Found, type ImageRow, isoOf, ofRow, type Scope } from "./verdict";

/** So many files are read at most to find out whether they are the bytes of one row. */
const MOST_READ = 20;

export type Absent =
  | { is: "found"; found: Found }
  /** Its file is there after all; `isUnlisted`: the listing should have had it. */
  | { is: "there"; file: FileFacts; isUnlisted: boolean }
  | { is: "fresh" };

export type AboutRow = { isUsed: boolean; name: string | undefined };

/**
 * A ready row whose file the listing didn't have: a ghost only where nothing else explains it (image-sync.md 2f, S4-41). The file
 * itself, every other spelling of its path and the customer's own folders are asked for.
 */
export async function judgeAbsent(row: ImageRow, about: AboutRow, scope: Scope, eyes: Eyes): Promise<Absent> {
  const path = row.pathKey.toString();
  const isText = Buffer.from(path).equals(row.pathKey);
  const isKey = isText && parseObjectKey(path) !== null;
  const isListed = isKey && path.startsWith(scope.prefix);
  const itself = isKey ? await eyes.head(path) : null;
  if (itself) return isFresh(itself, scope) ? { is: "fresh" } : { is: "there", file: itself, isUnlisted: isListed };

  const spellings = isText ? pathAlternates(path, scope.prefix) : [];
  const files = (await Promise.all(spellings.map((key) => eyes.head(key)))).filter((file) => file !== null);
  if (files.some((file) => isFresh(file, scope))) return { is: "fresh" };
  const asked = { spellings: spellings.length + 1, uploadedAt: isoOf(row.createdAtMs), used: about.isUsed };
  const free = await unclaimed(files, eyes);
  if (free[0]) return { is: "found", found: await mispath(row, free, asked, eyes) };

  const home = await eyes.home(row.customerId);
  const elsewhere = files.length > 0 ? null : await lookElsewhere(row, path, about.name, home.files, eyes);
  const evidence = { ...asked, searched: home.files.length, searchedAll: home.isAll };
  if (elsewhere) {
    const { file, doubt } = elsewhere;
    const said = { verdict: "mispath", doubt, action: "repoint_row", toPath: file.key, bytes: file.bytes } as const;
    return { is: "found", found: ofRow(row, { ...said, evidence: { ...evidence, ...weightsOf(row, file) } }) };
  }
  const doubt: Doubt | null = !isKey
    ? "bad_path"
    : !isListed
      ? "outside_prefix"
      : files.length > 0
        ? "alternate_taken"
        : home.isAll
          ? null
          : "folder_too_big";
  const action = about.isUsed ? "mark_missing" : "delete_row";
  const taken = files.length > 0 ? { takenBy: files.map(({ key }) => key) } : {};
  return { is: "found", found: ofRow(row, { verdict: "ghost", doubt, action, evidence: { ...evidence, ...taken } }) };
}

const isFresh = (file: FileFacts, { cutoffMs }: Scope) => file.modifiedAtMs >= cutoffMs;
const weightsOf = (row: ImageRow, file: FileFacts) => ({ recordedBytes: row.bytes, fileBytes: file.bytes });

async function unclaimed(files: readonly FileFacts[], eyes: Eyes): Promise<FileFacts[]> {
  if (files.length === 0) return [];
  const claims = await eyes.claims(files.map(({ key }) => Buffer.from(key)));
  return files.filter(({ key }) => !claims.get(Buffer.from(key).toString("hex"))?.length);
}

async function mispath(
  row: ImageRow,
  free: readonly FileFacts[],
  asked: Found["evidence"],
  eyes: Eyes,
): Promise<Found> {
  const file = free[0]!;
  const isWeighed = row.bytes !== null && weighs(row, file);
  const sha256 = isWeighed ? await eyes.sha256(file.key) : null;
  const doubt: Doubt | null =
    free.length > 1
      ? "several_alternates"
      : row.bytes === null
        ? "size_unknown"
        : !isWeighed || !sha256 || (row.sha256 && !sha256.equals(row.sha256))
          ? "other_bytes"
          : null;
  return ofRow(row, {
    ...{ verdict: "mispath", doubt, action: "repoint_row", toPath: file.key, bytes: file.bytes, sha256 },
    evidence: { ...asked, ...weightsOf(row, file), sameBytes: row.sha256 ? sha256?.equals(row.sha256) === true : null },
  });
}

/** A file nobody claims among the customer's own that may be the row's: by its name and weight, or by its very bytes. */
async function lookElsewhere(
  row: ImageRow,
  path: string,
  name: string | undefined,
  files: readonly FileFacts[],
  eyes: Eyes,
): Promise<{ file: FileFacts; doubt: Doubt } | null> {
  const names = new Set([baseOf(path), name?.normalize("NFC")]);
  const fits = files.filter((file) => !isDerived(file.key) && (row.bytes === null || row.bytes === file.bytes));
  const isNamed = ({ key }: FileFacts) => names.has(baseOf(key));
  const ofName = await unclaimed(fits.filter(isNamed), eyes);
  const { sha256 } = row;
  const mayBe = sha256 && row.bytes !== null ? await unclaimed(fits, eyes) : [];
  for (const file of mayBe.slice(0, MOST_READ))
    if ((await eyes.sha256(file.key))?.equals(sha256!)) return { file, doubt: "same_bytes_elsewhere" };
  return ofName[0] ? { file: ofName[0], doubt: "elsewhere" } : null;
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1).normalize("NFC");
