import { AppError } from "@/lib/errors";
import { actorOf, refuse } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { openImage } from "@/lib/images/open-image";
import { removeImage } from "@/lib/images/remove-image";
import { ImageAddress } from "@/lib/images/schema";
import { runtime } from "@/lib/wiring";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ key: string[] }> }): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const address = ImageAddress.safeParse({
      ...(await params),
      thumb: new URL(request.url).searchParams.get("thumb") ?? undefined,
    });
    if (!address.success) throw new AppError("not_found");
    const { body, headers } = await openImage(runtime(), actor, address.data, request.headers.get("if-none-match"));
    return new Response(body, { status: body ? 200 : 304, headers });
  } catch (error) {
    return refuse(request, error);
  }
}

export const DELETE = route(ImageAddress, removeImage);

export { noSuchRoute as PATCH, noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";
