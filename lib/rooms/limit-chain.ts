import "server-only";
import { inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { pathIds } from "@/lib/access/org-path";
import { type LimitStep, ownLimits, productStep } from "./limits";

/** For each of the paths, who limits it: the product, then every organisation from the top down to the path's own. */
export async function limitChains(db: Executor, paths: readonly string[]): Promise<Map<string, LimitStep[]>> {
  const distinct = [...new Set(paths)];
  const ids = [...new Set(distinct.flatMap(pathIds))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: orgs.id, level: orgs.level, name: orgs.name, limits: orgs.limits })
    .from(orgs)
    .where(inArray(orgs.id, ids));
  const steps = new Map<number, LimitStep>(
    rows.map(({ limits, ...org }) => [org.id, { origin: { kind: "org", ...org }, limits: ownLimits(limits) }]),
  );
  return new Map(distinct.map((path) => [path, [productStep, ...pathIds(path).flatMap((id) => steps.get(id) ?? [])]]));
}
