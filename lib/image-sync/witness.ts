import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerImages } from "@/db/schema/customer-images";
import { syncFindings } from "@/db/schema/image-sync";
import type { Run } from "./find-run";
import { fileAt } from "./look-again";
import { type Looked, StorageTrouble } from "./storage-trouble";

const ASKED = 5;

/**
 * Whether the storage in front of us is the one that was scanned: of rows that had their file then, one at least must have it now.
 * A disk that isn't mounted, or another bucket, has none of them, and there every file would look absent (image-sync.md 2e).
 */
export async function isTheSameStorage(db: Executor, storage: Looked, run: Run): Promise<boolean> {
  const rows = await db
    .select({ filePath: customerImages.filePath })
    .from(customerImages)
    .where(
      and(
        eq(customerImages.status, "ready"),
        isNull(customerImages.deletedAt),
        sql`${customerImages.createdAt} < ${run.cutoffAt}`,
        sql`not exists (select 1 from ${syncFindings} f where f.image_id = ${customerImages.id} and f.run_id = ${run.id}
          and f.verdict in ('ghost', 'mispath', 'corrupt'))`,
      ),
    )
    .orderBy(desc(customerImages.id))
    .limit(ASKED);
  if (rows.length === 0) return true;
  for (const { filePath } of rows) if (await isThere(storage, filePath)) return true;
  return false;
}

/** One that can't be asked for witnesses nothing; the next one may. */
const isThere = (storage: Looked, path: string): Promise<boolean> =>
  fileAt(storage, path).then(
    (file) => file !== null,
    (error: unknown) => {
      if (error instanceof StorageTrouble) return false;
      throw error;
    },
  );
