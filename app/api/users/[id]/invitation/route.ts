import { route } from "@/lib/http/route";
import { inviteAgain } from "@/lib/orgs/invite-again";
import { ById } from "@/lib/orgs/schema";

export const POST = route(ById, inviteAgain, 201);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
