import { muteAlert } from "@/lib/alerts/mute-alert";
import { MuteInput } from "@/lib/alerts/schema";
import { route } from "@/lib/http/route";

export const POST = route(MuteInput, muteAlert);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
