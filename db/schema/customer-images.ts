import {
  customType,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  smallint,
  unique,
  varchar,
} from "drizzle-orm/mysql-core";
import { customerImageStatuses, imageRefKinds, messageOrigins } from "../enums";
import { asciiKey, hash32, id, instant, name, ref } from "./columns";
import { customers } from "./customers";

/** Up to 1,024 bytes compared as bytes: a collation calls different files one (data-model.md). */
export const byteKey = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "varbinary(1024)" });

/**
 * A picture of a customer. Imported rows may name one path twice or a path that isn't there: that is what the reconciliation is
 * for, so nothing here is unique. New uploads get a key of their own that is never used again.
 */
export const customerImages = mysqlTable(
  "customer_images",
  {
    id: id(),
    customerId: ref()
      .notNull()
      .references(() => customers.id, { onDelete: "restrict" }),
    /** As given. */
    filename: name(255).notNull(),
    /** Its NFC bytes. */
    nameKey: byteKey().notNull(),
    /** As given; for what was uploaded here the key of the object in storage. */
    filePath: varchar({ length: 1024 }).notNull(),
    /** Its bytes as they are: what is compared with the keys of storage. */
    pathKey: byteKey().notNull(),
    bytes: int({ unsigned: true }),
    sha256: hash32(),
    mime: asciiKey(60),
    width: smallint({ unsigned: true }),
    height: smallint({ unsigned: true }),
    status: mysqlEnum(customerImageStatuses).notNull().default("ready"),
    origin: mysqlEnum(messageOrigins).notNull().default("new"),
    importSource: asciiKey(60),
    legacyId: asciiKey(60),
    /** Goes up with every change: an operation made for another version is skipped. */
    ver: int().notNull().default(1),
    createdBy: ref(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    deletedAt: instant(),
    /** When the file of a deleted row was set aside; null while that is still to be done. */
    setAsideAt: instant(),
  },
  (t) => [
    index("ix_customer_images_path").on(t.pathKey),
    index("ix_customer_images_name").on(t.customerId, t.nameKey),
    /** The same bytes a second time: refused at upload, looked for by the reconciliation. */
    index("ix_customer_images_bytes").on(t.customerId, t.sha256),
    index("ix_customer_images_deleted").on(t.setAsideAt, t.deletedAt),
    unique("uq_customer_images_legacy").on(t.importSource, t.legacyId),
  ],
);

/** What uses a picture: its customer's cover, a schedule, a message. A used picture is never removed. */
export const customerImageRefs = mysqlTable(
  "customer_image_refs",
  {
    imageId: ref()
      .notNull()
      .references(() => customerImages.id, { onDelete: "restrict" }),
    kind: mysqlEnum(imageRefKinds).notNull(),
    refId: ref().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.imageId, t.kind, t.refId] }),
    index("ix_customer_image_refs_of").on(t.kind, t.refId),
  ],
);
