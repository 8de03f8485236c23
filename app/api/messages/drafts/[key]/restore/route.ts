import { route } from "@/lib/http/route";
import { DraftKey } from "@/lib/messages/draft-schema";
import { restoreDraft } from "@/lib/messages/restore-draft";

export const POST = route(DraftKey, restoreDraft, 204);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
