import { route } from "@/lib/http/route";
import { getTenant, tenantViewOf } from "@/lib/tenants/queries";
import { requestSender } from "@/lib/tenants/request-sender";
import { OneTenant, SenderRequest } from "@/lib/tenants/schema";

export const GET = route(OneTenant, async (rt, actor, { id }) => {
  const { senders } = await getTenant(rt.db, await tenantViewOf(rt.db, actor), id, await rt.clock());
  return { items: senders, nextCursor: null };
});
export const POST = route(SenderRequest, requestSender, 201);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
