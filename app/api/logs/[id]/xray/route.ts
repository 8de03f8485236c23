import { LogId } from "@/lib/deliveries/schema";
import { xrayRun } from "@/lib/diagnosis/xray-run";
import { route } from "@/lib/http/route";

export const GET = route(LogId, xrayRun);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
