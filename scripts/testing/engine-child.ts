// A process of its own that sends until it is killed: DATABASE_URL, STORAGE_DIR; its clock is the database's, moved by app_meta.test_shift.
import { sql } from "drizzle-orm";
import { createDb } from "@/db/client";
import { runTick } from "@/lib/dispatch/run-tick";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { engineRuntime } from "./engine-rig";

const db = createDb(process.env.DATABASE_URL ?? "", 12);
const { rt } = engineRuntime(db, createLocalDisk(process.env.STORAGE_DIR ?? ""), 150);
rt.clock = async () => {
  const [rows] = await db.execute(
    sql`select cast(unix_timestamp(now(3)) * 1000 as unsigned) + coalesce((select cast(value as unsigned) from app_meta where \`key\` = 'test_shift'), 0) as ms`,
  );
  return new Date(Number((rows as unknown as { ms: number }[])[0]!.ms));
};
const passes = Number(process.env.PASSES ?? "1000000");
console.log("ready");
for (let pass = 0; pass < passes; pass++) {
  try {
    await runTick(rt, { budgetMs: 30_000 });
  } catch (error) {
    console.error(error);
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await db.close();
