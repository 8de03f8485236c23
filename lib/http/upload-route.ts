import "server-only";
import * as z from "zod";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Locale } from "@/lib/i18n/locale";
import { nameOfHeader } from "@/lib/images/image-name";
import type { Runtime } from "@/lib/runtime";
import { runtime } from "@/lib/wiring";
import { readQuery } from "./read-query";
import { actorOf, localeOf, ok, refuse } from "./respond";
import { issuesOf } from "./zod-issues";

type Upload = Pick<Request, "headers" | "body"> & { fileName: string; locale: Locale };

/**
 * One file as the raw body, read by the use case while it arrives: no parser, no copy, and never through the proxy, which
 * would cut it at 10 MB. What is said besides stands in the query.
 */
export function uploadRoute<S extends z.core.$ZodType, R>(
  input: S,
  run: (rt: Runtime, actor: UserActor, input: z.output<S>, upload: Upload) => Promise<R>,
) {
  return async (request: Request): Promise<Response> => {
    try {
      const actor = await actorOf(request);
      const parsed = z.safeParse(input, readQuery(request), { reportInput: true });
      if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error) });
      const { headers, body } = request;
      const fileName = nameOfHeader(headers.get("x-filename")) ?? "";
      return ok(await run(runtime(), actor, parsed.data, { headers, body, fileName, locale: localeOf(request) }));
    } catch (error) {
      return refuse(request, error);
    }
  };
}
