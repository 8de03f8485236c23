import "server-only";
import { createHash } from "node:crypto";
import { asc, gt } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { refuseOthers } from "./find-run";
import { shaOfText, textOfRow } from "./row-text";

const AT_ONCE = 1_000;
/** What a file says it is. */
export const BACKUP_KIND = "dochak customer_images 1";

/**
 * All rows of customers' images, whole, one a line with its hash (S4-33). The last line counts them and hashes all, so that a file
 * that broke off is never taken for a whole one.
 * @throws AppError forbidden
 */
export async function* backupImages(rt: Pick<Runtime, "db" | "clock">, actor: Actor): AsyncGenerator<string> {
  refuseOthers(actor, "image_sync.run");
  const at = await rt.clock();
  const whole = createHash("sha256");
  let count = 0;
  yield `${JSON.stringify({ kind: BACKUP_KIND, at: at.toISOString() })}\n`;
  for (let after = 0; ; ) {
    const rows = await rt.db
      .select()
      .from(customerImages)
      .where(gt(customerImages.id, after))
      .orderBy(asc(customerImages.id))
      .limit(AT_ONCE);
    const last = rows.at(-1);
    if (!last) break;
    let lines = "";
    for (const row of rows) {
      const text = textOfRow(row);
      const sha256 = shaOfText(text).toString("hex");
      whole.update(sha256);
      lines += `${JSON.stringify({ sha256, row: text })}\n`;
    }
    yield lines;
    count += rows.length;
    after = last.id;
  }
  yield `${JSON.stringify({ rows: count, sha256: whole.digest("hex") })}\n`;
  await writeAudit(rt.db, actor, at, {
    action: "image_sync.backup",
    subject: "customer_images",
    after: { rows: count },
  });
}
