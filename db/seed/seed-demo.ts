import { eq } from "drizzle-orm";
import { type Db, databaseNow, isDuplicateKey } from "../client";
import { kbBots } from "../schema/rooms";
import { isDemo, isEmpty, markAsDemo, wipe } from "./demo-database";
import { hangCustomerPictures } from "./hang-customer-pictures";
import { pastLedger } from "./past-ledger";
import { plantCustomerImages } from "./plant-customer-images";
import { plantHistory } from "./plant-history";
import { hangPictures, plantImages } from "./plant-images";
import { plantMessages } from "./plant-messages";
import { plantPast } from "./plant-past";
import { plantRooms } from "./plant-rooms";
import { plantSchedules, plantTemplates, scheduleRows } from "./plant-schedules";
import { plantCustomers, plantTenants } from "./plant-tenants";
import { plantWho } from "./plant-who";
import { STORY_DAYS } from "./story-clock";
import type { SeedTools } from "./tools";

/** A database with somebody's own data in it: never touched (rulings 31). */
export class ForeignDatabase extends Error {
  override readonly name = "ForeignDatabase";
}

export type SeedOptions = { sandboxUrl: string; reset?: boolean };

/**
 * Tells the demo's story to an empty database, once; later calls only renew the sandbox's address. With `reset` a
 * database of the demo is told the story anew. All or nothing.
 * @throws ForeignDatabase where the database is neither empty nor the demo's
 * @returns true when the story was told now
 */
export async function seedDemo(db: Db, tools: SeedTools, { sandboxUrl, reset = false }: SeedOptions): Promise<boolean> {
  const known = await isDemo(db);
  if (!known && !(await isEmpty(db))) throw new ForeignDatabase();
  const told = (!known || reset) && (await tell(db, tools, sandboxUrl, known));
  if (!told) await db.update(kbBots).set({ endpoint: sandboxUrl }).where(eq(kbBots.isSandbox, true));
  return told;
}

async function tell(db: Db, tools: SeedTools, sandboxUrl: string, wipeFirst: boolean): Promise<boolean> {
  const now = await databaseNow(db);
  const createdAt = tools.kstInstant(now, -STORY_DAYS - 30, "10:00");
  const gallery = await hangPictures(tools, tools.kstInstant(now, -STORY_DAYS - 1, "13:20"));
  if (wipeFirst) await tools.clearCustomerFiles();
  const albums = await hangCustomerPictures(tools, now);
  const schedules = scheduleRows(now, tools, gallery.keyOf);
  const bytes = new Map(gallery.rows.map((row) => [row.objectKey, row.bytes]));
  const past = pastLedger(now, schedules, tools, (key) => bytes.get(key) ?? 0);
  try {
    await db.transaction(async (tx) => {
      if (wipeFirst) await wipe(tx);
      await markAsDemo(tx, now);
      await plantWho(tx, createdAt, tools.hashPassword);
      await plantRooms(tx, now, createdAt, sandboxUrl);
      await plantSchedules(tx, schedules);
      await plantTemplates(tx, createdAt);
      await plantTenants(tx, createdAt, now, tools);
      await plantCustomers(tx, createdAt, tools);
      await plantCustomerImages(tx, albums);
      await plantMessages(tx, now, createdAt, tools);
      await plantHistory(tx, now, tools);
      await tools.enterRollups(tx);
      await plantImages(tx, gallery, schedules);
      const imageIds = new Map(gallery.rows.map((row) => [row.objectKey, row.id]));
      await plantPast(tx, past, now, tools.kstInstant(now, 0, "00:00"), imageIds);
    });
    return true;
  } catch (error) {
    // Somebody else told it meanwhile.
    if (isDuplicateKey(error) && (await isDemo(db))) return false;
    throw error;
  }
}
