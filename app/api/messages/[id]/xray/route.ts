import { XrayMessageInput } from "@/lib/diagnosis/phone-schema";
import { xrayMessage } from "@/lib/diagnosis/xray-message";
import { route } from "@/lib/http/route";

export const GET = route(XrayMessageInput, xrayMessage);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
