import type { Executor } from "../client";
import { imageRefs, images } from "../schema/images";
import { orgBySlug } from "./organisations";
import { storyPeople } from "./people";
import { drawPicture, pictureByKey } from "./pictures";
import type { ScheduleRow } from "./plant-schedules";
import { storySchedules } from "./schedules";
import type { SeedTools } from "./tools";

export type Gallery = {
  rows: (typeof images.$inferInsert & { id: number })[];
  /** The stored key of a picture that this person uploaded. */
  keyOf: (mbId: string, picture: string) => string;
};

/**
 * Draws every picture the story needs, takes it through the upload's own pipeline and keeps it, once for each
 * organisation that uploaded it. Files first, rows later: a file without a row is invisible.
 */
export async function hangPictures(tools: SeedTools, at: Date): Promise<Gallery> {
  const orgOf = new Map(storyPeople.map((person) => [person.mbId, orgBySlug.get(person.org)!.id]));
  const wanted = new Map<string, { orgId: number; picture: string; createdBy: number }>();
  for (const { by, images1 = [], images2 = [] } of storySchedules)
    for (const picture of [...images1, ...images2]) {
      const orgId = orgOf.get(by)!;
      const createdBy = storyPeople.find((person) => person.mbId === by)!.id;
      if (!wanted.has(`${orgId}/${picture}`)) wanted.set(`${orgId}/${picture}`, { orgId, picture, createdBy });
    }
  const drawn = new Map<string, Awaited<ReturnType<SeedTools["preparePicture"]>>>();
  await Promise.all(
    [...new Set([...wanted.values()].map(({ picture }) => picture))].map(async (key) => {
      const picture = pictureByKey.get(key);
      if (!picture) throw new Error(`the story has no picture ${key}`);
      drawn.set(key, await tools.preparePicture(await drawPicture(picture), picture.mime));
    }),
  );
  const rows = await Promise.all(
    [...wanted.values()].map(async ({ orgId, picture, createdBy }, i) => {
      const { name, mime } = pictureByKey.get(picture)!;
      const prepared = drawn.get(picture)!;
      const { key, sha256, bytes } = await tools.storePicture(prepared, mime, orgId, at);
      const { width, height, frames } = prepared;
      return {
        id: i + 1,
        ...{ orgId, createdBy, mime, bytes, sha256, width, height, frames },
        objectKey: key,
        originalName: name,
        status: "ready" as const,
        ver: 2,
        createdAt: at,
      };
    }),
  );
  const keys = new Map([...wanted.keys()].map((place, i) => [place, rows[i]!.objectKey]));
  return { rows, keyOf: (mbId, picture) => keys.get(`${orgOf.get(mbId)}/${picture}`)! };
}

/** The rows of the pictures and which schedule shows which of them where. */
export async function plantImages(tx: Executor, { rows }: Gallery, schedules: readonly ScheduleRow[]): Promise<void> {
  await tx.insert(images).values(rows);
  const idOf = new Map(rows.map((row) => [row.objectKey, row.id]));
  const refs = schedules.flatMap(({ id: scheduleId, messageImages1, messageImages2 }) =>
    [messageImages1, messageImages2].flatMap((keys, group) =>
      keys.map((key, position) => ({ imageId: idOf.get(key)!, scheduleId, grp: group + 1, position })),
    ),
  );
  await tx.insert(imageRefs).values(refs);
}
