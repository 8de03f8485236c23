import "server-only";
import { and, eq } from "drizzle-orm";
import { isDuplicateKey } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { users } from "@/db/schema/users";
import { savedViews } from "@/db/schema/views";
import type { UserActor } from "@/lib/access/actor";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { ViewDto } from "./queries";
import { VIEWS_MAX, type ViewInput } from "./schema";

/**
 * Keeps how a list is narrowed under a name. It is nobody else's and changes nothing anybody else sees, so the audit log doesn't
 * hear of it.
 * @throws AppError conflict (tooManyViews); invalid at `name` where it is taken
 */
export async function saveView(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  input: ViewInput,
): Promise<ViewDto> {
  const createdAt = await rt.clock();
  const { userId } = actor;
  try {
    return await retryDeadlocks(rt.db, async (tx) => {
      // Two at once follow each other, or both would find room for the last one.
      await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
      const kept = await tx.$count(savedViews, and(eq(savedViews.userId, userId), eq(savedViews.page, input.page)));
      if (kept >= VIEWS_MAX)
        throw new AppError("conflict", { message: "tooManyViews", params: { maximum: VIEWS_MAX } });
      const [row] = await tx
        .insert(savedViews)
        .values({ userId, ...input, createdAt })
        .$returningId();
      return { id: row!.id, ...input };
    });
  } catch (error) {
    if (isDuplicateKey(error)) throw invalid("name", "viewNameTaken");
    throw error;
  }
}
