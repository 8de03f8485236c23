import type { customerImages } from "@/db/schema/customer-images";

/** A picture of a customer. `isReadable` false: its row says that the file is gone; whether any other can be shown, looking tells. */
export type CustomerImageDto = {
  id: number;
  customerId: number;
  /** As given, in one writing: NFC. */
  name: string;
  bytes: number | null;
  width: number | null;
  height: number | null;
  sha256: string | null;
  isReadable: boolean;
  isCover: boolean;
  origin: "new" | "imported";
  uploadedAt: string;
  src: string;
  thumb: string;
};

/** How many pictures there are, and how many of them a complete scan saw with their own eyes (D-34). */
export type ImageCountDto = {
  rows: number;
  /** Without ghosts and duplicates; null where no scan has looked yet. */
  verified: number | null;
  checkedAt: string | null;
  /** Added, changed or deleted since then: the verified number may have moved on. */
  changedSince: boolean;
};

export type CustomerImagePage = { items: CustomerImageDto[]; nextCursor: string | null; count: ImageCountDto };

type Row = Pick<
  typeof customerImages.$inferSelect,
  "id" | "customerId" | "filename" | "bytes" | "width" | "height" | "sha256" | "status" | "origin" | "ver" | "createdAt"
> & { isCover: boolean };

export function toCustomerImageDto(row: Row): CustomerImageDto {
  const src = `/api/customers/${row.customerId}/images/${row.id}`;
  return {
    id: row.id,
    customerId: row.customerId,
    name: row.filename.normalize("NFC"),
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    sha256: row.sha256?.toString("hex") ?? null,
    isReadable: row.status === "ready",
    isCover: row.isCover,
    origin: row.origin,
    uploadedAt: row.createdAt.toISOString(),
    src,
    // The version, so that a row led to another file shows that one.
    thumb: `${src}?thumb=1&v=${row.ver}`,
  };
}
