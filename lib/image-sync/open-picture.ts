import "server-only";
import { createHash } from "node:crypto";
import { and, eq, inArray, isNotNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerImages } from "@/db/schema/customer-images";
import { syncFindings, syncOps } from "@/db/schema/image-sync";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { bytesOf } from "@/lib/customer-images/bytes-of";
import { keyOfPath } from "@/lib/customer-images/image-keys";
import { smallPicture } from "@/lib/customer-images/small-picture";
import { sniffStream } from "@/lib/customer-images/sniff-stream";
import { AppError } from "@/lib/errors";
import { shrinkImage } from "@/lib/images/decode-image";
import { contentDisposition, displayName } from "@/lib/images/image-name";
import { isKnown, SAFE_HEADERS } from "@/lib/images/safe-headers";
import { sniffImage } from "@/lib/images/sniff-image";
import type { Runtime } from "@/lib/runtime";
import { parsePlace } from "@/lib/storage/quarantine-port";
import type { PictureAddress } from "./schema";

export type OpenedPicture = { body: ReadableStream<Uint8Array> | null; headers: Record<string, string> };

/** What a list shows where there is nothing to show: grey in both themes, no words. */
const NOTHING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" fill="none" stroke="#808080" stroke-width="1.5"><path d="M8 9h12v10H8zM8 17l4-4 4 4M6 6l16 16"/></svg>';
/** Nothing larger is read into memory for a small picture. */
const SMALL_MAX_BYTES = 32 * 1024 * 1024;

/**
 * A picture of a finding as it lies in storage, or in quarantine once it was set aside; its type is what its first bytes say.
 * A small one of what isn't there or can't be read is a place-holder.
 * @throws AppError not_found
 */
export async function openPicture(
  rt: Pick<Runtime, "db" | "storage" | "quarantine" | "env">,
  actor: UserActor,
  address: PictureAddress,
  knownTag: string | null = null,
): Promise<OpenedPicture> {
  if (!mayEver(actor, "image_sync.read")) throw new AppError("not_found");
  const found = await whereItLies(rt, address);
  if (!found) return noneOf(address);
  const facts = `${found.name}\n${found.bytes}\n${found.modifiedAt.getTime()}\n${address.thumb}`;
  const headers = { ...SAFE_HEADERS, ETag: `"${createHash("sha256").update(facts).digest("hex").slice(0, 32)}"` };
  if (isKnown(knownTag, headers.ETag)) return { body: null, headers };
  const opened = await (address.thumb ? found.small() : wholeOf(found));
  return opened ? { body: opened.body, headers: { ...headers, ...opened.headers } } : noneOf(address);
}

function noneOf({ thumb }: PictureAddress): OpenedPicture {
  if (!thumb) throw new AppError("not_found");
  return { body: new Response(NOTHING).body, headers: { ...SAFE_HEADERS, "Content-Type": "image/svg+xml" } };
}

type Stored = { bytes: number; body: ReadableStream<Uint8Array> };

async function wholeOf({ name, read }: Lying) {
  const object = await read();
  const sniffed = object && (await sniffStream(object.body));
  if (!object || !sniffed) return null;
  const disposition = contentDisposition(displayName(name.split("/").at(-1) ?? name));
  return {
    body: sniffed.body,
    headers: {
      ...{ "Content-Type": sniffed.type, "Content-Disposition": disposition },
      "Content-Length": String(object.bytes),
    },
  };
}

const asWebp = (bytes: Uint8Array | null) =>
  bytes && { body: new Response(Uint8Array.from(bytes)).body, headers: { "Content-Type": "image/webp" } };

/** Of what is set aside nothing is kept beside it: it is made anew each time. */
async function smallOf(object: Stored | null): Promise<Uint8Array | null> {
  if (!object || object.bytes > SMALL_MAX_BYTES) {
    await object?.body.cancel();
    return null;
  }
  const bytes = await bytesOf(object.body);
  const mime = sniffImage(bytes);
  return mime ? shrinkImage(bytes, mime).catch(() => null) : null;
}

type Lying = {
  name: string;
  bytes: number;
  modifiedAt: Date;
  read: () => Promise<Stored | null>;
  small: () => Promise<{ body: ReadableStream<Uint8Array> | null; headers: Record<string, string> } | null>;
};

/** The first of the finding's paths where something lies. */
async function whereItLies(
  { db, storage, quarantine, env }: Pick<Runtime, "db" | "storage" | "quarantine" | "env">,
  { id, findingId, image }: PictureAddress,
): Promise<Lying | null> {
  const [finding] = await db
    .select()
    .from(syncFindings)
    .where(and(eq(syncFindings.id, findingId), eq(syncFindings.runId, id)));
  if (!finding) throw new AppError("not_found");
  for (const path of await pathsOf(db, finding, image)) {
    // What an old row says may lead anywhere: outside of the customers' folders nothing is looked at.
    const key = keyOfPath(env.CUSTOMER_IMAGE_PREFIX, path);
    const there = key && (await storage.head(key));
    if (!key || !there) continue;
    const small = async () => asWebp(await smallPicture({ storage }, key));
    return { ...there, name: path, read: () => storage.read(key), small };
  }
  const places = await db
    .select({ place: syncOps.place })
    .from(syncOps)
    .where(and(eq(syncOps.runId, id), eq(syncOps.findingId, findingId), isNotNull(syncOps.place)));
  for (const { place: text } of places) {
    const place = parsePlace(text ?? "");
    const there = place && (await quarantine.head(place));
    if (!place || !there) continue;
    const read = () => quarantine.read(place);
    return { ...there, name: place, read, small: async () => asWebp(await smallOf(await read())) };
  }
  return null;
}

type Finding = typeof syncFindings.$inferSelect;

/** Paths that may be looked at on behalf of a finding: its own, and those of its customer's rows. */
async function pathsOf(db: Executor, finding: Finding, image: number | undefined): Promise<string[]> {
  const own = [finding.toPath, finding.filePath].filter((path) => path !== null);
  const wanted = image === undefined ? [finding.imageId, finding.keepImageId].filter((one) => one !== null) : [image];
  const rows =
    wanted.length === 0 || finding.customerId === null
      ? []
      : await db
          .select({ id: customerImages.id, path: customerImages.filePath })
          .from(customerImages)
          .where(and(inArray(customerImages.id, wanted), eq(customerImages.customerId, finding.customerId)));
  const paths = wanted.flatMap((one) => rows.filter(({ id }) => id === one).map(({ path }) => path));
  if (image === undefined) return [...own, ...paths];
  return image === finding.imageId ? [...paths, ...own] : paths;
}
