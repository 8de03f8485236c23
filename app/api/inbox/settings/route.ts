import { route } from "@/lib/http/route";
import { saveSettings } from "@/lib/inbox/save-settings";
import { InboxSettingsInput } from "@/lib/inbox/settings";

export const PUT = route(InboxSettingsInput, saveSettings);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
} from "@/lib/http/no-such-route";
