import { route } from "@/lib/http/route";
import { listFindings } from "@/lib/image-sync/finding-queries";
import { FindingFilter } from "@/lib/image-sync/schema";

export const GET = route(FindingFilter, (rt, actor, filter) => listFindings(rt.db, actor, filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
