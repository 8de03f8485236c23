import { AppError } from "@/lib/errors";
import { actorOf, refuse } from "@/lib/http/respond";
import { openImage } from "@/lib/sandbox/open-image";
import { SandboxImageInput } from "@/lib/sandbox/schema";
import { runtime } from "@/lib/wiring";

type Params = { params: Promise<{ id: string; sha256: string }> };

export async function GET(request: Request, { params }: Params): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const address = SandboxImageInput.safeParse(await params);
    if (!address.success) throw new AppError("not_found");
    const { body, headers } = await openImage(runtime(), actor, address.data);
    return new Response(body, { headers });
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
