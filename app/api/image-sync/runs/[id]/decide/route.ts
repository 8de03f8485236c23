import { route } from "@/lib/http/route";
import { decideFinding } from "@/lib/image-sync/decide-finding";
import { DecideInput } from "@/lib/image-sync/schema";

export const POST = route(DecideInput, decideFinding);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
