import "server-only";
import { and, eq } from "drizzle-orm";
import { isDuplicateKey } from "@/db/client";
import { savedViews } from "@/db/schema/views";
import type { UserActor } from "@/lib/access/actor";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { ViewDto } from "./queries";
import type { RenameView } from "./schema";

/**
 * Gives one of somebody's own views another name.
 * @throws AppError not_found, the same for another's and an absent one; invalid at `name` where it is taken
 */
export async function renameView(
  rt: Pick<Runtime, "db">,
  actor: UserActor,
  { id, name }: RenameView,
): Promise<ViewDto> {
  const mine = and(eq(savedViews.id, id), eq(savedViews.userId, actor.userId));
  const [found] = await rt.db.select().from(savedViews).where(mine);
  if (!found) throw new AppError("not_found");
  try {
    await rt.db.update(savedViews).set({ name }).where(mine);
  } catch (error) {
    if (isDuplicateKey(error)) throw invalid("name", "viewNameTaken");
    throw error;
  }
  return { id, page: found.page, name, query: found.query };
}
