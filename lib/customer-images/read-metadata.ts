import { instantIn } from "@/lib/time/read-instant";
import type { MetadataField } from "./metadata-columns";

/** Why a line isn't taken. */
export const metadataRefusals = [
  "id_bad",
  "id_twice",
  "customer_missing",
  "customer_unknown",
  "customer_ambiguous",
  "path_missing",
  "path_too_long",
  "name_too_long",
  "bytes_bad",
  "sha256_bad",
  "created_at_bad",
  "broken_letters",
] as const;
export type MetadataRefusal = (typeof metadataRefusals)[number];
export type RefusedMetadata = { line: number; reason: MetadataRefusal };

/** One row of an old table. Name and path are as they were written there, every byte of them. */
export type OldImage = {
  line: number;
  legacyId: string;
  customer: { code: string } | { id: number };
  filename: string;
  filePath: string;
  bytes: number | null;
  sha256: Buffer | null;
  createdAt: Date | null;
};

const PATH_MAX_BYTES = 1024;
const NAME_MAX = 255;
const BYTES_MAX = 2 ** 32 - 1;

export const isRefusedMetadata = (read: OldImage | RefusedMetadata): read is RefusedMetadata => "reason" in read;

/** A line as a row, or why it is none. */
export function readMetadata(line: number, cell: (field: MetadataField) => string): OldImage | RefusedMetadata {
  const refuse = (reason: MetadataRefusal): RefusedMetadata => ({ line, reason });
  const legacyId = cell("id").trim();
  if (!/^[\x21-\x7e]{1,60}$/.test(legacyId)) return refuse("id_bad");
  const code = cell("customerCode").trim();
  const id = cell("customerId").trim();
  const isId = /^[1-9]\d{0,14}$/.test(id);
  if (code === "" && !isId) return refuse("customer_missing");
  const filePath = cell("filePath");
  if (filePath.trim() === "") return refuse("path_missing");
  if (new TextEncoder().encode(filePath).byteLength > PATH_MAX_BYTES) return refuse("path_too_long");
  const filename = cell("filename") || (filePath.split("/").at(-1) ?? filePath);
  if ([...filename].length > NAME_MAX) return refuse("name_too_long");
  // What a wrong alphabet leaves behind: such a path would name another file than the old system's.
  if (/[\ufffd\p{Cs}]/u.test(filePath + filename)) return refuse("broken_letters");
  const size = cell("bytes").trim().replaceAll(",", "");
  if (size !== "" && !(/^\d{1,10}$/.test(size) && Number(size) <= BYTES_MAX)) return refuse("bytes_bad");
  const hash = cell("sha256").trim().toLowerCase();
  if (hash !== "" && !/^[0-9a-f]{64}$/.test(hash)) return refuse("sha256_bad");
  const when = cell("createdAt").trim();
  const createdAt = when === "" ? null : instantIn(when);
  if (when !== "" && !createdAt) return refuse("created_at_bad");
  return {
    line,
    legacyId,
    customer: code === "" ? { id: Number(id) } : { code },
    ...{ filename, filePath, createdAt },
    bytes: size === "" ? null : Number(size),
    sha256: hash === "" ? null : Buffer.from(hash, "hex"),
  };
}
