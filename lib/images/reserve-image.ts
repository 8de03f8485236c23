import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { images } from "@/db/schema/images";
import { orgs } from "@/db/schema/orgs";
import type { UserActor } from "@/lib/access/actor";
import type { Runtime } from "@/lib/runtime";
import { newImageKey, type ObjectKey } from "@/lib/storage/object-key";
import { PENDING_MAX_MS } from "./limits";
import { checkQuota, type Usage } from "./quota";
import type { UploadRequest } from "./upload-request";

export type Reservation = { id: number; key: ObjectKey };

/**
 * Takes room for one upload before its first byte is read: a pending row that nobody sees. Uploads of one
 * organisation queue here for a moment, so that twenty at once can't pass a limit that has room for ten.
 * @throws AppError of checkQuota
 */
export async function reserveImage(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  upload: Pick<UploadRequest, "name" | "declared" | "bytes">,
): Promise<Reservation> {
  const at = await rt.clock();
  const key = newImageKey(actor.org.id, at, upload.declared);
  return rt.db.transaction(async (tx) => {
    await tx.select({ id: orgs.id }).from(orgs).where(eq(orgs.id, actor.org.id)).for("update");
    const mine = sql`${images.createdBy} = ${actor.userId}`;
    const since = (ms: number) => sql`${images.createdAt} > ${new Date(at.getTime() - ms)}`;
    const count = (what: ReturnType<typeof sql>) => sql<string>`coalesce(sum(${what}), 0)`.mapWith(Number);
    const [usage] = await tx
      .select({
        images: sql<number>`count(*)`.mapWith(Number),
        bytes: count(sql`${images.bytes}`),
        open: count(sql`${mine} and ${images.status} = 'pending' and ${since(PENDING_MAX_MS / 6)}`),
        recent: count(sql`${mine} and ${since(60_000)}`),
      } satisfies Record<keyof Usage, unknown>)
      .from(images)
      .where(and(eq(images.orgId, actor.org.id), inArray(images.status, ["pending", "ready"])));
    if (usage) checkQuota(usage, upload.bytes);
    const values = {
      orgId: actor.org.id,
      objectKey: key,
      mime: upload.declared,
      bytes: upload.bytes,
      originalName: upload.name,
      createdBy: actor.userId,
      createdAt: at,
    };
    const [row] = await tx.insert(images).values(values).$returningId();
    if (!row) throw new Error("the pending image got no id");
    return { id: row.id, key };
  });
}
