import { route } from "@/lib/http/route";
import { listDrafts } from "@/lib/messages/draft-queries";
import { Nothing } from "@/lib/orgs/schema";

export const GET = route(Nothing, listDrafts);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
