import { OneCustomerImage } from "@/lib/customer-images/schema";
import { setCover } from "@/lib/customer-images/set-cover";
import { route } from "@/lib/http/route";

export const POST = route(OneCustomerImage, (rt, actor, input) => setCover(rt, actor, { ...input, isCover: true }));
export const DELETE = route(OneCustomerImage, (rt, actor, input) => setCover(rt, actor, { ...input, isCover: false }));

export { noSuchRoute as GET, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
