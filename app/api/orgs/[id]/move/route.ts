import { route } from "@/lib/http/route";
import { previewMove } from "@/lib/orgs/preview-move";
import { MoveQuestion } from "@/lib/orgs/schema";

export const GET = route(MoveQuestion, previewMove);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
