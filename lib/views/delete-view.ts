import "server-only";
import { and, eq } from "drizzle-orm";
import { savedViews } from "@/db/schema/views";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";

/**
 * Forgets one of somebody's own views; saving it again undoes that.
 * @throws AppError not_found, the same for another's and an absent one
 */
export async function deleteView(rt: Pick<Runtime, "db">, actor: UserActor, { id }: { id: number }): Promise<void> {
  const [gone] = await rt.db.delete(savedViews).where(and(eq(savedViews.id, id), eq(savedViews.userId, actor.userId)));
  if (gone.affectedRows !== 1) throw new AppError("not_found");
}
