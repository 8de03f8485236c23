import { scopeOf } from "@/lib/access/scope";
import { listCustomerImages } from "@/lib/customer-images/queries";
import { CustomerImageFilter } from "@/lib/customer-images/schema";
import { storeCustomerImage } from "@/lib/customer-images/store-customer-image";
import { AppError } from "@/lib/errors";
import { actorOf, ok, refuse } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { uploadOf } from "@/lib/images/upload-request";
import { rowId } from "@/lib/orgs/query-fields";
import { runtime } from "@/lib/wiring";

export const dynamic = "force-dynamic";

export const GET = route(CustomerImageFilter, (rt, actor, filter) => listCustomerImages(rt.db, scopeOf(actor), filter));

/** One picture per request as the raw body, so that no parser stands between the sender's bytes and the byte count. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const id = rowId.safeParse((await params).id);
    if (!id.success) throw new AppError("not_found");
    return ok(await storeCustomerImage(runtime(), actor, id.data, uploadOf(request)), 201);
  } catch (error) {
    return refuse(request, error);
  }
}

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
