import { route } from "@/lib/http/route";
import { decideSender } from "@/lib/tenants/decide-sender";
import { SenderDecision } from "@/lib/tenants/schema";

export const PUT = route(SenderDecision, decideSender);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
} from "@/lib/http/no-such-route";
