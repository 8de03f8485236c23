import "server-only";
import * as z from "zod";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Locale } from "@/lib/i18n/locale";
import type { Runtime } from "@/lib/runtime";
import { runtime } from "@/lib/wiring";
import { readQuery } from "./read-query";
import { actorOf, localeOf, refuse } from "./respond";
import { issuesOf } from "./zod-issues";

type Context = { params: Promise<Record<string, string> | undefined> };
export type Download = { body: ReadableStream<Uint8Array> | Uint8Array; name: string; type: string };

/** A use case that answers a file, sent while it is read. Input is the query with the path's parameters laid over it. */
export function downloadRoute<S extends z.core.$ZodType>(
  input: S,
  run: (rt: Runtime, actor: UserActor, input: z.output<S>, locale: Locale) => Promise<Download>,
) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      const actor = await actorOf(request);
      const params = (await context.params) ?? {};
      const parsed = z.safeParse(input, { ...readQuery(request), ...params }, { reportInput: true });
      if (!parsed.success) {
        // An id that can't be one is an absent one: the same 404 (rulings 25).
        if (parsed.error.issues.some((issue) => String(issue.path[0]) in params)) throw new AppError("not_found");
        throw new AppError("invalid", { issues: issuesOf(parsed.error) });
      }
      const { body, name, type } = await run(runtime(), actor, parsed.data, localeOf(request));
      const headers = {
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      };
      return new Response(body instanceof ReadableStream ? body : new Uint8Array(body), { headers });
    } catch (error) {
      return refuse(request, error);
    }
  };
}
