import type { CustomerImageStatus, FindingAction, FindingCertainty, ImageVerdict } from "@/db/enums";
import type { FindingEvidence } from "@/db/schema/image-sync";

/** Why a finding isn't certain, or why it is only told: words of the catalogue `imageSync.doubts`. */
export const doubts = [
  /** The path can't be a key at all. */
  "bad_path",
  /** The path lies outside of what was listed. */
  "outside_prefix",
  /** The file lies under another spelling of the path, and another row has it. */
  "alternate_taken",
  /** It lies under several other spellings. */
  "several_alternates",
  /** It lies under another spelling, but isn't of the recorded size or bytes. */
  "other_bytes",
  /** It lies under another spelling, but what it should weigh was never recorded. */
  "size_unknown",
  /** A file of this name lies elsewhere among the customer's own. */
  "elsewhere",
  /** A file of the very bytes lies elsewhere among the customer's own. */
  "same_bytes_elsewhere",
  /** Two rows would get the same file. */
  "wanted_twice",
  /** The customer has too many files to look through all of them. */
  "folder_too_big",
  /** More than half of the customer's pictures would go. */
  "most_of_customer",
  /** Something of this customer couldn't be looked at: nothing may be approved before another scan. */
  "scan_failed",
  /** Something uses it. */
  "in_use",
  /** The same bytes under another name. */
  "other_name",
  /** The same name with other bytes: both stay. */
  "other_content",
  /** Looks like a small picture by its name, and isn't smaller. */
  "not_smaller",
  /** … has another shape than its original. */
  "other_shape",
  /** … and can't be read as a picture, or its original can't. */
  "unreadable_picture",
  /** … and no row has its original. */
  "original_unclaimed",
  /** … and its original is gone: it may be all that is left. */
  "original_missing",
  /** No row has it. */
  "no_row",
  /** The file doesn't weigh what the row says. */
  "size_differs",
  /** The file hasn't the bytes the row says. */
  "content_differs",
] as const;
export type Doubt = (typeof doubts)[number];

/** A row that claims a file, as the walk reads it. A deleted one claims its file until that is set aside. */
export type ImageRow = {
  id: number;
  customerId: number;
  pathKey: Buffer;
  bytes: number | null;
  sha256: Buffer | null;
  status: CustomerImageStatus;
  ver: number;
  createdAtMs: number;
  updatedAtMs: number;
  isDeleted: boolean;
};

export type FileFacts = { key: string; bytes: number; modifiedAtMs: number };

/** Rows and a file of one path: at least one of both. */
export type Pair = { key: Buffer; rows: ImageRow[]; file: FileFacts | null };

/** One finding before it has a number. */
export type Found = {
  verdict: ImageVerdict;
  certainty: FindingCertainty;
  doubt: Doubt | null;
  action: FindingAction;
  customerId: number | null;
  imageId: number | null;
  keepImageId: number | null;
  ver: number | null;
  path: Buffer;
  toPath: string | null;
  bytes: number | null;
  sha256: Buffer | null;
  evidence: FindingEvidence;
};

/** A question storage couldn't answer. */
export class CannotLook extends Error {
  override readonly name = "CannotLook";
}

/** What a judgement may ask for. A question storage can't answer ends in CannotLook, never in a "no". */
export type Eyes = {
  /** Size and time of a file, or null where it is proven absent. */
  head(key: string): Promise<FileFacts | null>;
  sha256(key: string): Promise<Buffer | null>;
  /** Width and height as shown, or null where it is no picture we can read. */
  dimensions(key: string): Promise<{ width: number; height: number } | null>;
  /** The rows of anybody that claim each of the paths, by the path's hex. */
  claims(keys: readonly Buffer[]): Promise<Map<string, ImageRow[]>>;
  /** Which of the rows something uses. */
  used(imageIds: readonly number[]): Promise<Set<number>>;
  /** Names of rows, NFC. */
  names(imageIds: readonly number[]): Promise<Map<number, string>>;
  /** Files in the folders that are this customer's alone. */
  home(customerId: number): Promise<{ files: FileFacts[]; isAll: boolean }>;
  /** Whose folder it is; null where it is nobody's or several customers'. */
  ownerOf(folder: string): Promise<number | null>;
};

export type Scope = {
  prefix: string;
  cutoffMs: number;
  /** Null = everybody. */
  customerIds: ReadonlySet<number> | null;
};

/** A verdict on a row; what isn't said is nothing. */
export const ofRow = (row: ImageRow, said: Partial<Found> & Pick<Found, "verdict" | "action" | "evidence">): Found => ({
  ...{ certainty: said.doubt ? "doubtful" : "certain", doubt: null, customerId: row.customerId, imageId: row.id },
  ...{ keepImageId: null, ver: row.ver, path: row.pathKey, toPath: null, bytes: row.bytes, sha256: row.sha256 },
  ...said,
});

/** A verdict on a file without a row. */
export const ofFile = (
  file: FileFacts,
  said: Partial<Found> & Pick<Found, "verdict" | "action" | "evidence">,
): Found => ({
  ...{ certainty: said.doubt ? "doubtful" : "certain", doubt: null, customerId: null, imageId: null },
  ...{ keepImageId: null, ver: null, path: Buffer.from(file.key), toPath: null, bytes: file.bytes, sha256: null },
  ...said,
});

/** A time in evidence. */
export const isoOf = (ms: number): string => new Date(ms).toISOString();
