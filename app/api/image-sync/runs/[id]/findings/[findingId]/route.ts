import { route } from "@/lib/http/route";
import { findingDetail } from "@/lib/image-sync/finding-queries";
import { FindingId } from "@/lib/image-sync/schema";

export const GET = route(FindingId, findingDetail);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
