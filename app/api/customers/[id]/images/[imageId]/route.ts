import { deleteCustomerImage } from "@/lib/customer-images/delete-customer-image";
import { openCustomerImage } from "@/lib/customer-images/open-customer-image";
import { CustomerImageAddress, OneCustomerImage } from "@/lib/customer-images/schema";
import { AppError } from "@/lib/errors";
import { actorOf, refuse } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { runtime } from "@/lib/wiring";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string; imageId: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const address = CustomerImageAddress.safeParse({ ...query, ...(await params) });
    if (!address.success) throw new AppError("not_found");
    const known = request.headers.get("if-none-match");
    const { body, headers } = await openCustomerImage(runtime(), actor, address.data, known);
    return new Response(body, { status: body ? 200 : 304, headers });
  } catch (error) {
    return refuse(request, error);
  }
}

export const DELETE = route(OneCustomerImage, deleteCustomerImage);

export { noSuchRoute as PATCH, noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";
