import "server-only";
import { invalid } from "@/lib/errors";

/**
 * What a query says. A name said twice is refused: of `?orgId=1&orgId=2` nobody can tell which was meant, and a filter
 * that is passed over shows what was to be hidden.
 * @throws AppError invalid at the repeated name
 */
export function readQuery(request: Request): Record<string, string> {
  const said = new URL(request.url).searchParams;
  const given = Object.fromEntries(said);
  for (const name of said.keys()) if (said.getAll(name).length > 1) throw invalid(name, "saidTwice");
  return given;
}
