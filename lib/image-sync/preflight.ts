import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { databaseNow } from "@/db/client";
import type { Runtime } from "@/lib/runtime";
import { type ObjectKey, parseObjectKey } from "@/lib/storage/object-key";
import type { ListedPage } from "@/lib/storage/port";
import { placeOf } from "@/lib/storage/quarantine-port";
import { canaryFolder } from "./list-files";
import { countRows } from "./read-rows";
import { ScanAborted } from "./run-errors";

/** Storage whose clock is further off tells nothing by the age of its files. */
const MOST_SKEW_MS = 5 * 60_000;

/**
 * Whether storage can be believed at all: what is put there must be found, listed and gone again, and neither side may be empty
 * while the other isn't. An unmounted disk or the wrong bucket looks like a storage whose files are all lost (ST-07).
 * @throws ScanAborted
 */
export async function preflight(
  rt: Pick<Runtime, "db" | "storage" | "quarantine">,
  run: { id: number; prefix: string },
): Promise<void> {
  await tryCanary(rt, run).catch((error: unknown) => {
    if (error instanceof ScanAborted) throw error;
    throw new ScanAborted("canary_failed", error instanceof Error ? error.message : "");
  });
  const [rows, isPrefixEmpty] = [await countRows(rt.db, null), await isEmpty(rt, run.prefix)];
  if (rows > 0 && isPrefixEmpty) throw new ScanAborted((await isEmpty(rt, "")) ? "storage_empty" : "prefix_empty");
  if (rows === 0 && !isPrefixEmpty) throw new ScanAborted("database_empty");
}

async function tryCanary(
  { db, storage, quarantine }: Pick<Runtime, "db" | "storage" | "quarantine">,
  run: { id: number; prefix: string },
): Promise<void> {
  const key = parseObjectKey(`${canaryFolder(run.prefix)}${randomUUID()}`) as ObjectKey;
  const body = new TextEncoder().encode(key);
  const fail = (what: string) => new ScanAborted("canary_failed", what);
  if ((await storage.put(key, body, "application/octet-stream")) !== "stored") throw fail("put");
  const now = await databaseNow(db);
  const found = await storage.head(key);
  if (found?.bytes !== body.byteLength) throw fail("head");
  if (!(await isListed(storage, run.prefix, key))) throw fail("list");
  const place = placeOf(run.id, 0, key);
  const sha256 = createHash("sha256").update(body).digest();
  if ((await quarantine.setAside(key, place, { bytes: body.byteLength, sha256 })) !== "moved") throw fail("set aside");
  if (await storage.head(key)) throw fail("gone");
  if (!(await quarantine.destroy(place))) throw fail("destroy");
  if (Math.abs(found.modifiedAt.getTime() - now.getTime()) > MOST_SKEW_MS) throw new ScanAborted("clock_skew");
}

async function isListed(storage: Runtime["storage"], prefix: string, key: ObjectKey): Promise<boolean> {
  for (let after: string | null = null; ; ) {
    const page: ListedPage = await storage.listPage(canaryFolder(prefix), after, 1_000);
    if (page.objects.some((one) => one.key === key)) return true;
    if (page.next === null) return false;
    after = page.next;
  }
}

async function isEmpty({ storage }: Pick<Runtime, "storage">, prefix: string): Promise<boolean> {
  for (let after: string | null = null; ; ) {
    const page: ListedPage = await storage.listPage(prefix, after, 10).catch((error: unknown) => {
      throw new ScanAborted("listing_failed", error instanceof Error ? error.message : "");
    });
    if (page.objects.some(({ key }) => !key.includes("_canary/"))) return false;
    if (page.next === null) return true;
    after = page.next;
  }
}
