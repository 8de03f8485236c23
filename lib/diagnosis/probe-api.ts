import "server-only";
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { appMeta } from "@/db/schema/dispatch";
import { hasEveryMigration } from "@/lib/alerts/health-queries";
import type { Runtime } from "@/lib/runtime";
import { ill, type Looked, type Looks, openLooks, type Seen, well } from "./probe-look";

/** Whether the database answers at all: without it nothing else can be asked. */
export const lookAtDatabase = (db: Db, looks: Looks = openLooks()): Promise<Looked | null> =>
  looks.look("database", undefined, async () => {
    try {
      await db.execute(sql`select 1`);
      return well();
    } catch {
      return ill("database_down");
    }
  });

/** Layer 1: what a request needs to be taken and written down. */
export const lookAtApi = (rt: Pick<Runtime, "db" | "storage">, looks: Looks): Promise<Looked | null>[] => [
  looks.look("accept", undefined, () => acceptsWrites(rt.db)),
  looks.look("schema", undefined, async () => ((await hasEveryMigration(rt.db)) ? well() : ill("schema_behind"))),
  looks.look("storage", undefined, async () => {
    const canWrite = (await rt.storage.isWritable?.()) ?? null;
    return canWrite === null ? null : canWrite ? well() : ill("storage_read_only");
  }),
];

class TakenBack extends Error {}

/** Writes a row as an accepted request would, reads it, and takes it back: nothing of it stays. */
async function acceptsWrites(db: Db): Promise<Seen> {
  const key = `probe:${randomUUID()}`.slice(0, 40);
  let read = 0;
  try {
    await db.transaction(async (tx) => {
      await tx.insert(appMeta).values({ key, value: "" });
      const rows = await tx.select({ key: appMeta.key }).from(appMeta).where(eq(appMeta.key, key));
      read = rows.length;
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) return ill("write_refused");
  }
  return read === 1 ? well() : ill("write_refused");
}
