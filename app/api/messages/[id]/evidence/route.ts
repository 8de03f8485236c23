import { evidenceFile } from "@/lib/diagnosis/evidence-file";
import { evidenceOfMessage } from "@/lib/diagnosis/evidence-of-message";
import { MessageEvidenceInput } from "@/lib/diagnosis/evidence-schema";
import { downloadRoute } from "@/lib/http/download-route";

export const dynamic = "force-dynamic";

export const GET = downloadRoute(MessageEvidenceInput, async (rt, actor, input, locale) =>
  evidenceFile(await evidenceOfMessage(rt, actor, input), input.format, locale),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
