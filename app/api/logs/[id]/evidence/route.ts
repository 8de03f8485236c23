import { evidenceFile } from "@/lib/diagnosis/evidence-file";
import { evidenceOfRun } from "@/lib/diagnosis/evidence-of-run";
import { RunEvidenceInput } from "@/lib/diagnosis/evidence-schema";
import { downloadRoute } from "@/lib/http/download-route";

export const dynamic = "force-dynamic";

export const GET = downloadRoute(RunEvidenceInput, async (rt, actor, input, locale) =>
  evidenceFile(await evidenceOfRun(rt, actor, input), input.format, locale),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
