import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { invalid } from "@/lib/errors";
import type { OldImage } from "./read-metadata";

type Unowned = "customer_unknown" | "customer_ambiguous";
const AMBIGUOUS = Symbol("ambiguous");

/**
 * Whose pictures they are, by the code of the customer or by our own id. A code that two organisations use is nobody's, unless one
 * of them is named. What was found is remembered: an old table has many rows of one customer.
 * @throws AppError invalid at `org` where there is none of that code
 */
export function findOwners(db: Pick<Executor, "select">, orgCode: string | null) {
  const byCode = new Map<string, number | typeof AMBIGUOUS>();
  const byId = new Set<number>();
  const used = new Set<number>();
  let orgId: number | null | undefined = orgCode === null ? null : undefined;

  async function org(): Promise<number | null> {
    if (orgId !== undefined) return orgId;
    const [row] = await db
      .select({ id: orgs.id })
      .from(orgs)
      .where(eq(orgs.code, orgCode ?? ""));
    if (!row) throw invalid("org", "badValue");
    orgId = row.id;
    return orgId;
  }

  async function learn(images: readonly OldImage[]): Promise<void> {
    const under = await org();
    const ofOrg = under === null ? undefined : eq(customers.orgId, under);
    const asked = images.map(({ customer }) => customer);
    const codes = asked.flatMap((one) => ("code" in one && !byCode.has(one.code) ? [one.code] : []));
    const ids = asked.flatMap((one) => ("id" in one && !byId.has(one.id) ? [one.id] : []));
    const read = (of: ReturnType<typeof inArray>) =>
      db
        .select({ id: customers.id, code: customers.code })
        .from(customers)
        .where(and(of, isNull(customers.deletedAt), ofOrg));
    const plain = [...new Set(codes)].filter((code) => /^[\x21-\x7e]{1,60}$/.test(code));
    if (plain.length > 0)
      for (const { id, code } of await read(inArray(customers.code, plain)))
        byCode.set(code, byCode.has(code) ? AMBIGUOUS : id);
    if (ids.length > 0) for (const { id } of await read(inArray(customers.id, [...new Set(ids)]))) byId.add(id);
  }

  return {
    /** The customer of each, or why there is none. */
    async of(images: readonly OldImage[]): Promise<(number | Unowned)[]> {
      await learn(images);
      return images.map(({ customer }) => {
        const found = "code" in customer ? byCode.get(customer.code) : byId.has(customer.id) ? customer.id : undefined;
        if (found === AMBIGUOUS) return "customer_ambiguous";
        if (found === undefined) return "customer_unknown";
        used.add(found);
        return found;
      });
    },
    /** How many customers pictures were found for. */
    count: () => used.size,
  };
}
