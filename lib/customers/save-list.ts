import "server-only";
import { and, eq } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerLists } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import type { Actor, UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { countMembers, putIn, takeOut } from "./list-members";
import { getList, type ListDto } from "./list-queries";
import type { ListInput, ListUpdate } from "./list-schema";

type Rt = Pick<Runtime, "db" | "clock" | "env">;

/**
 * Saves people under a name, for the actor's organisation: those named, and everyone the filter finds at this moment.
 * @throws AppError forbidden; invalid at `name` (taken) or `filter` (nobody, too many)
 */
export async function createList(rt: Rt, actor: UserActor, input: ListInput): Promise<ListDto> {
  const now = await started(rt, actor);
  return orTaken(
    retryDeadlocks(rt.db, async (tx) => {
      const orgId = actor.org.id;
      const values = { orgId, name: input.name, createdBy: actor.userId, createdAt: now, updatedAt: now };
      const [row] = await tx.insert(customerLists).values(values).$returningId();
      const id = row!.id;
      await putIn(tx, scopeOf(actor), rt.env.LOOKUP_KEY, id, input);
      const size = await countMembers(tx, id, now);
      if (size === 0) throw invalid("filter", "listEmpty");
      await audit(tx, actor, now, "customer_list.create", { id, orgId }, { name: input.name, size });
      return getList(tx, scopeOf(actor), id);
    }),
  );
}

/**
 * Renames a list, puts people in, takes people out.
 * @throws AppError forbidden; not_found; invalid as createList
 */
export async function updateList(rt: Rt, actor: UserActor, { id, name, add, remove }: ListUpdate): Promise<ListDto> {
  const now = await started(rt, actor);
  return orTaken(
    retryDeadlocks(rt.db, async (tx) => {
      const list = await lockList(tx, actor, id);
      if (name !== undefined) await tx.update(customerLists).set({ name }).where(eq(customerLists.id, id));
      if (add) await putIn(tx, scopeOf(actor), rt.env.LOOKUP_KEY, id, { customerIds: add });
      if (remove) await takeOut(tx, id, remove);
      const size = await countMembers(tx, id, now);
      const after = { name: name ?? list.name, size };
      await audit(tx, actor, now, "customer_list.update", list, after, { name: list.name, size: list.size });
      return getList(tx, scopeOf(actor), id);
    }),
  );
}

async function started(rt: Rt, actor: Actor): Promise<Date> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  return rt.clock();
}

const orTaken = (work: Promise<ListDto>): Promise<ListDto> =>
  work.catch((error) => {
    throw isDuplicateKey(error) ? invalid("name", "listNameTaken") : error;
  });

/** A list in scope, held until the transaction ends: its row alone, not its organisation's. @throws AppError not_found */
export async function lockList(tx: Tx, actor: Actor, id: number) {
  await tx.select({ id: customerLists.id }).from(customerLists).where(eq(customerLists.id, id)).for("update");
  const [list] = await tx
    .select({ id: customerLists.id, orgId: customerLists.orgId, name: customerLists.name, size: customerLists.size })
    .from(customerLists)
    .innerJoin(orgs, eq(orgs.id, customerLists.orgId))
    .where(and(eq(customerLists.id, id), inScope(scopeOf(actor))));
  if (!list) throw new AppError("not_found");
  return list;
}

const audit = (
  tx: Tx,
  actor: Actor,
  at: Date,
  action: string,
  { id, orgId }: { id: number; orgId: number },
  after: object,
  before?: object,
) => writeAudit(tx, actor, at, { action, subject: `customer_list:${id}`, orgId, before, after });
