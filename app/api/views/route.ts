import { route } from "@/lib/http/route";
import { myViews } from "@/lib/views/queries";
import { saveView } from "@/lib/views/save-view";
import { ViewFilter, ViewInput } from "@/lib/views/schema";

export const GET = route(ViewFilter, async (rt, actor, input) => ({ items: await myViews(rt.db, actor, input) }));
export const POST = route(ViewInput, saveView, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
