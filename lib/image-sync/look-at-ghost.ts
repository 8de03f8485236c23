import "server-only";
import { fileAt } from "./look-again";
import type { SkipWhy } from "./op-step";
import { pathAlternates } from "./path-alternates";
import type { Hand, Step } from "./step-hand";

/**
 * Looks for a ghost's file the second time, under every spelling that was asked for at the scan: it must still be nowhere
 * (image-sync.md 2f). Who approved a doubtful one knew what lies beside it.
 */
export async function whyNoGhost({ rt, run }: Hand, { op, finding }: Step): Promise<SkipWhy | null> {
  if (await fileAt(rt.storage, op.filePath)) return "file_is_back";
  if (finding.certainty === "doubtful") return null;
  for (const spelling of pathAlternates(op.filePath, run.prefix))
    if (await fileAt(rt.storage, spelling)) return "alternate_appeared";
  return null;
}
