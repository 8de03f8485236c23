import { route } from "@/lib/http/route";
import { probeBot } from "@/lib/rooms/probe-bot";
import { OneInput } from "@/lib/rooms/schema";

export const POST = route(OneInput, probeBot);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
