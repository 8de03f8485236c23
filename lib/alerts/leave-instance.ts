import "server-only";
import { eq } from "drizzle-orm";
import { instances } from "@/db/schema/alerts";
import type { Runtime } from "@/lib/runtime";
import type { Instance } from "./beat-instance";

/** A process that ends in order is gone at once instead of going silent. */
export async function leaveInstance(rt: Pick<Runtime, "db">, { name }: Pick<Instance, "name">): Promise<void> {
  await rt.db.delete(instances).where(eq(instances.name, name.slice(0, 80)));
}
