import "server-only";
import * as z from "zod";
import type { UserActor } from "@/lib/access/actor";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { runtime } from "@/lib/wiring";
import { readJson } from "./read-json";
import { readQuery } from "./read-query";
import { actorOf, ok, refuse } from "./respond";
import { issuesOf } from "./zod-issues";

/** Next gives no parameters at all to a path that has none. */
type Context = { params: Promise<Record<string, string | string[]> | undefined> };
/** All others, HEAD among them, say what they want in the query. */
const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);
type UseCase<I, R> = (rt: Runtime, actor: UserActor, input: I) => Promise<R>;

/**
 * One use case as one route: who → what → do → status. Input is the query (GET, HEAD, DELETE) or the JSON body (else),
 * with the path's parameters laid over it.
 * @param status of a success; 204 when the use case returns nothing
 */
export function route<S extends z.core.$ZodType, R>(input: S, run: UseCase<z.output<S>, R>, status = 200) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      const actor = await actorOf(request);
      const given = BODY_METHODS.has(request.method) ? await readJson(request) : readQuery(request);
      // zod passes over this name in silence; to a client it is a field like any other that doesn't exist.
      if (Object.hasOwn(given, "__proto__")) throw invalid("__proto__", "unknownField");
      const params = (await context.params) ?? {};
      const parsed = z.safeParse(input, { ...given, ...params }, { reportInput: true });
      if (!parsed.success) {
        // An id that can't be one is an absent one: the same 404 (rulings 25).
        if (parsed.error.issues.some((issue) => issue.path.length === 1 && String(issue.path[0]) in params))
          throw new AppError("not_found");
        throw new AppError("invalid", { issues: issuesOf(parsed.error) });
      }
      return ok(await run(runtime(), actor, parsed.data), status);
    } catch (error) {
      return refuse(request, error);
    }
  };
}
