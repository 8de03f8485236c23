import "server-only";
import { eq, inArray } from "drizzle-orm";
import { type Executor, isDuplicateKey } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { pathIds } from "@/lib/access/org-path";
import { invalid } from "@/lib/errors";

/**
 * Makes changes of one tree's shape happen one after another: two moves at once could otherwise close a circle,
 * and a child could be born on a path that has just moved away. Held until the transaction ends.
 */
export async function lockTree(tx: Executor, path: string): Promise<void> {
  await tx
    .select({ id: orgs.id })
    .from(orgs)
    .where(eq(orgs.id, pathIds(path)[0]!))
    .for("update");
}

/** True when the organisation or one above it is closed. */
export async function isClosed(tx: Executor, path: string): Promise<boolean> {
  const rows = await tx
    .select({ status: orgs.status })
    .from(orgs)
    .where(inArray(orgs.id, pathIds(path)));
  return rows.some((row) => row.status !== "active");
}

/** Codes are unique per level. */
export function codeTaken(error: unknown): never {
  throw isDuplicateKey(error) ? invalid("code", "codeTaken") : error;
}
