import "server-only";
import { AppError, invalid } from "@/lib/errors";
import { readBody } from "./read-body";

/** No JSON body of ours is near this; a larger one is refused before it is parsed. */
const MAX_BYTES = 1_048_576;

/**
 * The JSON object of a request body. An empty body is `{}`.
 * @throws AppError invalid (413 over `maxBytes`, 1 MiB if nothing is said; 422 where it isn't a JSON object or isn't declared as JSON)
 */
export async function readJson(request: Request, maxBytes = MAX_BYTES): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type") ?? "";
  const body = await readBody(request, maxBytes);
  if (body.length === 0) return {};
  // A form can't declare JSON without a preflight, so this also stops cross-site forms.
  if (!/^application\/json\b/i.test(type)) throw new AppError("invalid", { message: "notJson" });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new AppError("invalid", { message: "notJson" });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid([], "notObject");
  return value as Record<string, unknown>;
}
