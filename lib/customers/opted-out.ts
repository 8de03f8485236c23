import "server-only";
import { and, inArray, isNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { optOuts } from "@/db/schema/customers";
import { tenants } from "@/db/schema/tenants";
import { pathIds } from "@/lib/access/org-path";

/** The tenant that sends for each organisation: its own or the nearest above (rulings 19). By path; absent where none does. */
export async function tenantsFor(db: Executor, paths: readonly string[]): Promise<Map<string, number>> {
  const ids = [...new Set(paths.flatMap(pathIds))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: tenants.id, orgId: tenants.orgId })
    .from(tenants)
    .where(inArray(tenants.orgId, ids));
  const tenantOf = new Map(rows.map((row) => [row.orgId, row.id]));
  const nearest = (path: string) => pathIds(path).findLast((id) => tenantOf.has(id));
  return new Map(
    paths.flatMap((path) => {
      const tenantId = tenantOf.get(nearest(path) ?? 0);
      return tenantId === undefined ? [] : [[path, tenantId] as const];
    }),
  );
}

/** Which of these people refused messages of whoever sends for their organisation. */
export async function optedOutOf(
  db: Executor,
  people: readonly { id: number; path: string; phoneKey: Buffer | null }[],
): Promise<Set<number>> {
  const tenantOf = await tenantsFor(
    db,
    people.map((person) => person.path),
  );
  const keys = people.flatMap(({ phoneKey }) => (phoneKey ? [phoneKey] : []));
  if (tenantOf.size === 0 || keys.length === 0) return new Set();
  const rows = await db
    .select({ tenantId: optOuts.tenantId, phoneKey: optOuts.phoneKey })
    .from(optOuts)
    .where(
      and(
        inArray(optOuts.tenantId, [...new Set(tenantOf.values())]),
        inArray(optOuts.phoneKey, keys),
        isNull(optOuts.liftedAt),
      ),
    );
  const refused = new Set(rows.map((row) => `${row.tenantId}|${row.phoneKey.toString("hex")}`));
  return new Set(
    people
      .filter(({ path, phoneKey }) => phoneKey && refused.has(`${tenantOf.get(path)}|${phoneKey.toString("hex")}`))
      .map((person) => person.id),
  );
}
