import { index, int, mysqlEnum, mysqlTable, primaryKey, smallint, tinyint, unique } from "drizzle-orm/mysql-core";
import { imageMimes, imageStatuses } from "../enums";
import { asciiKey, hash32, id, instant, name, ref } from "./columns";
import { orgs } from "./orgs";

export const images = mysqlTable(
  "images",
  {
    id: id(),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    objectKey: asciiKey(160).notNull(),
    sha256: hash32(),
    mime: mysqlEnum(imageMimes).notNull(),
    bytes: int().notNull(),
    width: smallint({ unsigned: true }),
    height: smallint({ unsigned: true }),
    /** Frames of an animated GIF; 1 otherwise. */
    frames: smallint({ unsigned: true }),
    originalName: name(120).notNull(),
    status: mysqlEnum(imageStatuses).notNull().default("pending"),
    ver: int().notNull().default(1),
    createdBy: ref(),
    createdAt: instant().notNull(),
    /** Since when no schedule or log uses it; null while used. */
    unusedSince: instant(),
  },
  (t) => [
    unique("uq_images_key").on(t.objectKey),
    index("ix_images_status").on(t.status, t.createdAt),
    index("ix_images_org").on(t.orgId, t.status, t.id),
  ],
);

/** Which schedule uses which image where. A referenced image can't be removed. */
export const imageRefs = mysqlTable(
  "image_refs",
  {
    imageId: ref()
      .notNull()
      .references(() => images.id, { onDelete: "restrict" }),
    scheduleId: ref().notNull(),
    grp: tinyint().notNull(),
    position: tinyint().notNull(),
  },
  (t) => [primaryKey({ columns: [t.scheduleId, t.grp, t.position] }), index("ix_image_refs_image").on(t.imageId)],
);

/** Which occurrence froze which image into its parts: the evidence keeps its picture. */
export const logImageRefs = mysqlTable(
  "log_image_refs",
  {
    logId: ref().notNull(),
    imageId: ref()
      .notNull()
      .references(() => images.id, { onDelete: "restrict" }),
  },
  (t) => [primaryKey({ columns: [t.logId, t.imageId] }), index("ix_log_image_refs_image").on(t.imageId)],
);
