import "server-only";
import { and, eq, not, sql } from "drizzle-orm";
import { images } from "@/db/schema/images";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { quarantineImage } from "./quarantine-image";
import { imagesByKeys, isUsed, uploaderPath } from "./queries";
import type { ImageAddress } from "./schema";

/**
 * Removes an image nobody uses: out of sight at once, its files to quarantine.
 * @throws AppError not_found; forbidden to who sees but doesn't own it; conflict imageInUse
 */
export async function removeImage(
  rt: Pick<Runtime, "db" | "clock" | "storage">,
  actor: UserActor,
  { key }: Pick<ImageAddress, "key">,
): Promise<void> {
  const scope = scopeOf(actor);
  const path = await uploaderPath(rt.db, scope, key);
  if (path === null) throw new AppError("not_found");
  if (!can(actor, "image.write", path)) throw new AppError("forbidden");
  const at = await rt.clock();
  const id = await rt.db.transaction(async (tx) => {
    const [image] = await imagesByKeys(tx, scope, [key], { forUpdate: true });
    if (!image) throw new AppError("not_found");
    const [done] = await tx
      .update(images)
      .set({ status: "quarantined", unusedSince: at, ver: sql`${images.ver} + 1` })
      .where(and(eq(images.id, image.id), not(isUsed(rt.db))));
    if (done.affectedRows !== 1) throw new AppError("conflict", { message: "imageInUse" });
    const before = { sha256: image.sha256, bytes: image.bytes };
    await writeAudit(tx, actor, at, { action: "image.remove", subject: `image:${image.id}`, before });
    return image.id;
  });
  await quarantineImage(rt, { id, key });
}
