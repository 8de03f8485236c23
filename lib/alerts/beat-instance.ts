import "server-only";
import { lt } from "drizzle-orm";
import type { InstanceKind } from "@/db/enums";
import { instances } from "@/db/schema/alerts";
import type { Runtime } from "@/lib/runtime";
import { DAY_MS } from "@/lib/time/kst";
import { agoOf } from "./fact-queries";

export type Instance = { name: string; kind: InstanceKind; version: string };

/** Says that a process lives; those that haven't for a day are forgotten. */
export async function beatInstance(rt: Pick<Runtime, "db" | "clock">, instance: Instance): Promise<void> {
  const now = await rt.clock();
  const row = { ...instance, name: instance.name.slice(0, 80), version: instance.version.slice(0, 40) };
  await rt.db
    .insert(instances)
    .values({ ...row, startedAt: now, heartbeatAt: now })
    .onDuplicateKeyUpdate({ set: { kind: row.kind, version: row.version, heartbeatAt: now } });
  await rt.db.delete(instances).where(lt(instances.heartbeatAt, agoOf(now, DAY_MS)));
}
