import { route } from "@/lib/http/route";
import { previewOccurrences } from "@/lib/schedules/preview-occurrences";
import { TimingInput } from "@/lib/schedules/schema";

export const POST = route(TimingInput, previewOccurrences);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
