import "server-only";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { type Db, isDuplicateKey } from "@/db/client";
import { appMeta } from "@/db/schema/dispatch";

const KEY = "installation_id";

/** What this installation marks its groups with at the provider, so that it never touches another's (rulings 17). */
export async function installationId(db: Db): Promise<string> {
  const read = async () => (await db.select().from(appMeta).where(eq(appMeta.key, KEY)))[0]?.value;
  const known = await read();
  if (known) return known;
  try {
    await db.insert(appMeta).values({ key: KEY, value: randomUUID() });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const value = await read();
  if (!value) throw new Error("no installation id");
  return value;
}
