import "server-only";
import type * as z from "zod";
import type { RequestFacts } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { runtime } from "@/lib/wiring";
import { readJson } from "./read-json";
import { requestFacts } from "./request-facts";
import { ok, refuse } from "./respond";
import { issuesOf } from "./zod-issues";

/**
 * A route for someone who isn't signed in and proves themselves by what the body holds. No cookie counts here, so no
 * other site can borrow one.
 */
export function openRoute<S extends z.ZodType, R>(
  input: S,
  run: (rt: Runtime, input: z.output<S>, facts: RequestFacts) => Promise<R>,
) {
  return async (request: Request): Promise<Response> => {
    try {
      const parsed = input.safeParse(await readJson(request), { reportInput: true });
      if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error) });
      return ok(await run(runtime(), parsed.data, requestFacts(request.headers)));
    } catch (error) {
      return refuse(request, error);
    }
  };
}
