import { NoInput } from "@/lib/alerts/schema";
import { testWebhook } from "@/lib/alerts/test-webhook";
import { route } from "@/lib/http/route";

export const POST = route(NoInput, testWebhook);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
