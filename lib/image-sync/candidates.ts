import type { customerImages } from "@/db/schema/customer-images";
import type { syncFindings } from "@/db/schema/image-sync";
import { pictureUrl } from "./picture-url";
import type { CandidateDto } from "./run-dto";

type Finding = typeof syncFindings.$inferSelect;
export type RowFacts = { row: typeof customerImages.$inferSelect; uses: CandidateDto["uses"] };
type Fate = CandidateDto["fate"];
type Look = (path: string) => Promise<{ bytes: number; modifiedAt: Date } | null>;

/** What would become of the row or file a finding is about. */
const FATES: Record<Finding["action"], Fate> = {
  delete_row: "remove",
  mark_missing: "keep",
  repoint_row: "repoint",
  set_aside: "set_aside",
  delete_and_set_aside: "set_aside",
  report: "nothing",
};

/** Both sides of a finding, the one that would go first: a row, its file, or the file it should have. */
export async function candidatesOf(
  finding: Finding,
  rows: ReadonlyMap<number, RowFacts>,
  look: Look,
): Promise<CandidateDto[]> {
  const candidates: CandidateDto[] = [];
  const add = async (imageId: number | null, path: string, fate: Fate, known: Partial<CandidateDto> = {}) => {
    const facts = imageId === null ? undefined : rows.get(imageId);
    const file = await look(path);
    candidates.push({
      ...{ imageId, filename: facts?.row.filename ?? path.split("/").at(-1) ?? null, filePath: path },
      uploadedAt: (facts?.row.createdAt ?? file?.modifiedAt)?.toISOString() ?? null,
      bytes: file?.bytes ?? facts?.row.bytes ?? null,
      ...{ width: facts?.row.width ?? null, height: facts?.row.height ?? null },
      sha256: facts?.row.sha256?.toString("hex") ?? null,
      ...{ uses: facts?.uses ?? [], isThere: file !== null, fate },
      src: file ? pictureUrl(finding.runId, finding.id, imageId) : null,
      ...known,
    });
  };
  const { imageId, keepImageId, filePath, toPath, evidence } = finding;
  const size = (name: string) => (typeof evidence[name] === "number" ? (evidence[name] as number) : null);
  const own = finding.sha256 ? { sha256: finding.sha256.toString("hex") } : {};
  const isFile = imageId === null;
  await add(imageId, filePath, FATES[finding.action], {
    ...(finding.verdict === "mispath" ? {} : own),
    ...(isFile && { width: size("width"), height: size("height") }),
  });
  if (toPath !== null) await add(null, toPath, "keep", own);
  const kept = keepImageId === null ? undefined : rows.get(keepImageId);
  if (kept) {
    const isSame = finding.verdict === "duplicate_key" || finding.verdict === "duplicate_content";
    await add(kept.row.id, kept.row.filePath, finding.verdict === "thumbnail_only" ? "nothing" : "keep", {
      ...(isSame && own),
      ...(isFile && { width: size("originalWidth"), height: size("originalHeight") }),
    });
  }
  return candidates;
}
