import "server-only";
import { and, eq, exists, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { messageDrafts } from "@/db/schema/drafts";
import { imageRefs, images, logImageRefs } from "@/db/schema/images";
import { messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { kbSchedule } from "@/db/schema/schedules";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { type ObjectKey, parseImageKey } from "@/lib/storage/object-key";

/** A kept image: what the form shows and what a send freezes. `sha256` in hex is that of the kept bytes. */
export type ImageDto = {
  id: number;
  key: ObjectKey;
  name: string;
  mime: "image/jpeg" | "image/png" | "image/gif";
  bytes: number;
  width: number;
  height: number;
  frames: number;
  sha256: string;
};

/** A schedule that stands, a log, a message or the draft of one uses the image; only then it must stay. */
export const isUsed = (db: Executor): SQL => or(...usesIn(db)) as SQL;

function usesIn(db: Executor, scope?: OrgScope): SQL[] {
  const bySchedule = db
    .select({ one: sql`1` })
    .from(imageRefs)
    .innerJoin(kbSchedule, and(eq(kbSchedule.id, imageRefs.scheduleId), isNull(kbSchedule.deletedAt)));
  const byLog = db.select({ one: sql`1` }).from(logImageRefs);
  const byMessage = db.select({ one: sql`1` }).from(messages);
  const ofSchedule = eq(imageRefs.imageId, images.id);
  const ofLog = eq(logImageRefs.imageId, images.id);
  const ofMessage = eq(messages.imageKey, images.objectKey);
  if (!scope) {
    const byDraft = db.select({ one: sql`1` }).from(messageDrafts).where(eq(messageDrafts.imageKey, images.objectKey));
    return [
      exists(bySchedule.where(ofSchedule)),
      exists(byLog.where(ofLog)),
      exists(byMessage.where(ofMessage)),
      exists(byDraft),
    ];
  }
  return [
    exists(bySchedule.innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId)).where(and(ofSchedule, inScope(scope)))),
    exists(
      byLog
        .innerJoin(kbScheduleLogs, eq(kbScheduleLogs.id, logImageRefs.logId))
        .innerJoin(orgs, eq(orgs.id, kbScheduleLogs.orgId))
        .where(and(ofLog, inScope(scope))),
    ),
    exists(byMessage.innerJoin(orgs, eq(orgs.id, messages.orgId)).where(and(ofMessage, inScope(scope)))),
  ];
}

/** Visible and usable alike: whose subtree uploaded it, or who sees a schedule, log or message that uses it (rulings 27). */
function isVisible(db: Executor, scope: OrgScope): SQL {
  const uploadedBelow = db
    .select({ one: sql`1` })
    .from(orgs)
    .where(and(eq(orgs.id, images.orgId), inScope(scope)));
  return or(exists(uploadedBelow), ...usesIn(db, scope)) as SQL;
}

const columns = {
  id: images.id,
  key: images.objectKey,
  name: images.originalName,
  mime: images.mime,
  bytes: images.bytes,
  width: images.width,
  height: images.height,
  frames: images.frames,
  sha256: images.sha256,
};

type Row = { [K in "key"]: string } & { [K in "width" | "height" | "frames"]: number | null } & {
  sha256: Buffer | null;
} & Pick<ImageDto, "id" | "name" | "mime" | "bytes">;

function toDto(row: Row): ImageDto {
  const key = parseImageKey(row.key);
  if (!key || !row.sha256 || !row.width || !row.height) throw new Error(`image ${row.id} is ready but not whole`);
  return {
    ...row,
    key,
    width: row.width,
    height: row.height,
    frames: row.frames ?? 1,
    sha256: row.sha256.toString("hex"),
  };
}

/**
 * The images of these keys that the scope may see and use, in the order of `keys` (one named twice comes twice).
 * What is foreign, absent or not ready is simply not there.
 * @param forUpdate inside a transaction that is going to refer to them: none can be swept away before it commits
 */
export async function imagesByKeys(
  db: Executor,
  scope: OrgScope,
  keys: readonly string[],
  { forUpdate = false } = {},
): Promise<ImageDto[]> {
  const named = [...new Set(keys.filter((key) => parseImageKey(key) !== null))];
  if (named.length === 0) return [];
  const ofKeys = inArray(images.objectKey, named);
  if (forUpdate) {
    const ids = (await db.select({ id: images.id }).from(images).where(ofKeys)).map((row) => row.id);
    // By id and in order, so that two saves never hold what the other waits for.
    if (ids.length > 0)
      await db.select({ id: images.id }).from(images).where(inArray(images.id, ids)).orderBy(images.id).for("update");
  }
  const rows = await db
    .select(columns)
    .from(images)
    .where(and(ofKeys, eq(images.status, "ready"), isVisible(db, scope)));
  const found = new Map(rows.map((row) => [row.key, toDto(row)]));
  return keys.flatMap((key) => found.get(key) ?? []);
}

/** Path of the organisation that uploaded a visible image, or null where there is none to see. */
export async function uploaderPath(db: Executor, scope: OrgScope, key: string): Promise<string | null> {
  const [row] = await db
    .select({ path: orgs.path })
    .from(images)
    .innerJoin(orgs, eq(orgs.id, images.orgId))
    .where(and(eq(images.objectKey, key), eq(images.status, "ready"), isVisible(db, scope)));
  return row?.path ?? null;
}
