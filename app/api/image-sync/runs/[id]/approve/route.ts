import { route } from "@/lib/http/route";
import { approveStage } from "@/lib/image-sync/approve-stage";
import { ApproveInput } from "@/lib/image-sync/schema";

export const POST = route(ApproveInput, approveStage);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
