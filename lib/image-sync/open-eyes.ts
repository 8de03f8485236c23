import "server-only";
import { createHash } from "node:crypto";
import { and, asc, eq, gte, inArray, lt, ne, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { readDimensions } from "@/lib/images/read-dimensions";
import type { Runtime } from "@/lib/runtime";
import { type ObjectKey, parseObjectKey } from "@/lib/storage/object-key";
import type { StoredObject } from "@/lib/storage/port";
import { claimsFile, claimsOf, namesOf, usedOf } from "./read-rows";
import { CannotLook, type Eyes, type FileFacts } from "./verdict";

/** More of one customer's files aren't searched for one that went astray. */
const MOST_FILES = 2_000;
const MOST_FOLDERS = 20;
const MOST_REMEMBERED = 200;
/** All that is read of a picture to learn its size. */
const HEAD_BYTES = 512 * 1024;

/** What a scan may ask of the database and of storage. What storage can't answer is CannotLook; the database's trouble is its own. */
export function openEyes({ db, storage }: Pick<Runtime, "db" | "storage">, prefix: string): Eyes {
  const owners = remembered((folder: string) => ownerOf(db, prefix, folder));
  const homes = remembered((customerId: number) => lookHome(customerId));

  async function lookHome(customerId: number) {
    const files: FileFacts[] = [];
    for (const folder of await foldersOf(db, prefix, customerId)) {
      if ((await owners(folder)) !== customerId) continue;
      let token: string | null = null;
      do {
        const page = await asked(() => storage.listPage(folder, token, 1_000));
        files.push(...page.objects.map(toFacts));
        token = page.next;
      } while (token !== null && files.length < MOST_FILES);
      if (token !== null) return { files, isAll: false };
    }
    return { files, isAll: true };
  }

  return {
    async head(key) {
      const found = await asked(() => storage.head(known(key)));
      return found && toFacts(found);
    },
    async sha256(key) {
      const hash = createHash("sha256");
      const found = await readUpTo(key, Number.POSITIVE_INFINITY, (piece) => hash.update(piece));
      return found ? hash.digest() : null;
    },
    async dimensions(key) {
      const pieces: Uint8Array[] = [];
      const found = await readUpTo(key, HEAD_BYTES, (piece) => pieces.push(piece));
      return found ? readDimensions(Buffer.concat(pieces)) : null;
    },
    claims: (keys) => claimsOf(db, keys),
    used: (ids) => usedOf(db, ids),
    names: (ids) => namesOf(db, ids),
    home: homes,
    ownerOf: owners,
  };

  function readUpTo(key: string, most: number, take: (piece: Uint8Array) => void): Promise<boolean> {
    return asked(async () => {
      const found = await storage.read(known(key));
      if (!found) return false;
      let read = 0;
      for await (const piece of found.body) {
        take(piece);
        read += piece.byteLength;
        if (read >= most) break;
      }
      // Bytes that broke off are other bytes: nothing may be concluded from them.
      if (read < Math.min(most, found.bytes)) throw new Error("the file broke off");
      return true;
    });
  }
}

const toFacts = ({ key, bytes, modifiedAt }: StoredObject): FileFacts => ({
  ...{ key, bytes, modifiedAtMs: modifiedAt.getTime() },
});

function known(key: string): ObjectKey {
  const parsed = parseObjectKey(key);
  if (parsed === null) throw new Error("not a key");
  return parsed;
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new CannotLook(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Answers once, for as long as not too many others were asked for since; a failure is asked for again. */
function remembered<K, V>(ask: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const answers = new Map<K, Promise<V>>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= MOST_REMEMBERED) answers.clear();
    const answer = ask(key);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** Folders in which a customer's pictures lie or would lie, none within another. */
async function foldersOf(db: Db, prefix: string, customerId: number): Promise<string[]> {
  const [customer] = await db.select({ orgId: customers.orgId }).from(customers).where(eq(customers.id, customerId));
  const paths = await db
    .select({ path: customerImages.pathKey })
    .from(customerImages, { forceIndex: "ix_customer_images_name" })
    .where(eq(customerImages.customerId, customerId))
    .orderBy(asc(customerImages.nameKey))
    .limit(MOST_FILES);
  const folders = new Set(paths.map(({ path }) => parentOf(path.toString())));
  if (customer) folders.add(`${prefix}${customer.orgId}/${customerId}/`);
  const own = [...folders].filter((folder) => folder.startsWith(prefix) && folder !== prefix);
  return withoutNested(own).slice(0, MOST_FOLDERS);
}

/** In byte order, without what lies in another one of them. */
export function withoutNested(folders: readonly string[]): string[] {
  const sorted = [...folders].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const kept: string[] = [];
  for (const folder of sorted) if (!kept.length || !folder.startsWith(kept.at(-1)!)) kept.push(folder);
  return kept;
}

/** The one customer whose rows lie in a folder; of an empty one the customer it is named after. */
async function ownerOf(db: Db, prefix: string, folder: string): Promise<number | null> {
  if (!folder.startsWith(prefix) || folder === prefix) return null;
  const start = Buffer.from(folder);
  // The byte after a slash: everything in the folder lies between.
  const end = Buffer.from(`${folder.slice(0, -1)}0`);
  const isWithin = and(gte(customerImages.pathKey, start), lt(customerImages.pathKey, end), claimsFile());
  const rows = () =>
    db.select({ id: customerImages.customerId }).from(customerImages, { forceIndex: "ix_customer_images_path" });
  const [first] = await rows().where(isWithin).orderBy(asc(customerImages.pathKey)).limit(1);
  if (first) {
    const [other] = await rows()
      .where(and(isWithin, ne(customerImages.customerId, first.id)))
      .limit(1);
    return other ? null : first.id;
  }
  const [top = "", second = ""] = folder.slice(prefix.length).split("/");
  const isId = /^[1-9]\d{0,14}$/;
  const named =
    isId.test(top) && isId.test(second)
      ? and(eq(customers.orgId, Number(top)), eq(customers.id, Number(second)))
      : /^[\x21-\x7e]{1,60}$/.test(top)
        ? eq(customers.code, top)
        : sql`false`;
  const found = await db.select({ id: customers.id }).from(customers).where(named).limit(2);
  return found.length === 1 ? found[0]!.id : null;
}

/** Folders a scan of some customers has to list; everything where they are too many to list one by one. */
export async function rangesOf(db: Db, prefix: string, customerIds: readonly number[] | null): Promise<string[]> {
  if (customerIds === null) return [prefix];
  const owned = await db
    .select({ id: customers.id, orgId: customers.orgId })
    .from(customers)
    .where(inArray(customers.id, [...customerIds]));
  const parent = sql<Buffer>`left(${customerImages.pathKey}, length(${customerImages.pathKey}) - locate('/', reverse(${customerImages.pathKey})) + 1)`;
  const used = await db
    .selectDistinct({ folder: parent })
    .from(customerImages)
    .where(and(inArray(customerImages.customerId, [...customerIds]), claimsFile()))
    .limit(MOST_FILES);
  const folders = [
    ...owned.map(({ id, orgId }) => `${prefix}${orgId}/${id}/`),
    ...used.map(({ folder }) => Buffer.from(folder).toString()).filter((folder) => folder.startsWith(prefix)),
  ];
  return used.length >= MOST_FILES ? [prefix] : withoutNested(folders);
}
