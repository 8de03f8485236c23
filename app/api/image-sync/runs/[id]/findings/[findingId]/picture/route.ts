import { AppError } from "@/lib/errors";
import { actorOf, refuse } from "@/lib/http/respond";
import { openPicture } from "@/lib/image-sync/open-picture";
import { PictureAddress } from "@/lib/image-sync/schema";
import { runtime } from "@/lib/wiring";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string; findingId: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const query = new URL(request.url).searchParams;
    const address = PictureAddress.safeParse({
      ...(await params),
      image: query.get("image") ?? undefined,
      thumb: query.get("thumb") ?? undefined,
    });
    if (!address.success) throw new AppError("not_found");
    const { body, headers } = await openPicture(runtime(), actor, address.data, request.headers.get("if-none-match"));
    return new Response(body, { status: body ? 200 : 304, headers });
  } catch (error) {
    return refuse(request, error);
  }
}

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
