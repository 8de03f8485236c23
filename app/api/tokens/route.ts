import { route } from "@/lib/http/route";
import { createToken } from "@/lib/orgs/create-token";
import { myTokens } from "@/lib/orgs/people-queries";
import { Nothing, TokenInput } from "@/lib/orgs/schema";

export const GET = route(Nothing, async (rt, actor) => ({ items: await myTokens(rt.db, actor) }));
export const POST = route(TokenInput, createToken, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
