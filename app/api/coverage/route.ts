import { scopeOf } from "@/lib/access/scope";
import { countGaps } from "@/lib/coverage/gap-queries";
import { readCoverage } from "@/lib/coverage/queries";
import { CoverageFilter } from "@/lib/coverage/schema";
import { route } from "@/lib/http/route";

export const GET = route(CoverageFilter, async (rt, actor, filter) => {
  const [scope, now] = [scopeOf(actor), await rt.clock()];
  const figures = await readCoverage(rt.db, scope, filter, now);
  return { ...figures, gaps: await countGaps(rt.db, scope, filter.orgId, now) };
});

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
