import { route } from "@/lib/http/route";
import { purgeRun } from "@/lib/image-sync/purge-run";
import { PurgeInput } from "@/lib/image-sync/schema";

export const maxDuration = 300;

export const POST = route(PurgeInput, (rt, actor, input) => purgeRun(rt, actor, input));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
