import { route } from "@/lib/http/route";
import { endOtherSessions } from "@/lib/orgs/end-other-sessions";
import { mySessions } from "@/lib/orgs/people-queries";
import { Nothing } from "@/lib/orgs/schema";

export const GET = route(Nothing, async (rt, actor) => ({ items: await mySessions(rt.db, actor, await rt.clock()) }));
export const DELETE = route(Nothing, endOtherSessions);

export { noSuchRoute as PATCH, noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";
