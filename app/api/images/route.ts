import { actorOf, ok, refuse } from "@/lib/http/respond";
import { storeImage } from "@/lib/images/store-image";
import { uploadOf } from "@/lib/images/upload-request";
import { runtime } from "@/lib/wiring";

export const dynamic = "force-dynamic";

/** One image per request as the raw body, so that no parser stands between the sender's bytes and the byte count. */
export async function POST(request: Request): Promise<Response> {
  try {
    const actor = await actorOf(request);
    return ok(await storeImage(runtime(), actor, uploadOf(request)), 201);
  } catch (error) {
    return refuse(request, error);
  }
}

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
