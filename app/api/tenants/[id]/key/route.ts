import { route } from "@/lib/http/route";
import { replaceKey } from "@/lib/tenants/replace-key";
import { KeyChange, OneTenant } from "@/lib/tenants/schema";

export const PUT = route(KeyChange, (rt, actor, { id, evenSo, ...key }) => replaceKey(rt, actor, { id, key, evenSo }));
export const DELETE = route(OneTenant, (rt, actor, { id }) => replaceKey(rt, actor, { id, key: null }));

export {
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
} from "@/lib/http/no-such-route";
