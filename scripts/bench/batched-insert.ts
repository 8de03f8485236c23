import type { Db } from "@/db/client";
import { deliveryEvents } from "@/db/schema/deliveries";
import { atLeast, type Finding } from "./measure";
import { openServer } from "./worlds";

const ROUNDS = 7;
const BATCH = 1_000;

/** G8: rows of the trail written 1,000 in one statement, against one commit each; both by the product's own client on one connection. */
export async function benchBatchedInsert(rows: number): Promise<Finding[]> {
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_insert", 1);
  const batches = Math.min(10, Math.max(2, Math.floor(rows / 100_000)));
  const singles = Math.min(1_000, Math.floor(rows / 1_000) * 10);
  const [single, batched]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    single.push(
      await perSecond(singles, async () => {
        for (let i = 0; i < singles; i++) await write(db, 1);
      }),
    );
    batched.push(
      await perSecond(batches * BATCH, async () => {
        for (let i = 0; i < batches; i++) await write(db, BATCH);
      }),
    );
  }
  await server.stop();
  return [atLeast("trail rows, one commit each → 1,000 in one statement", single, batched, 30, "rows/s")];
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (count / (performance.now() - startMs)) * 1000;
}

let subject = 0;
const row = () => ({
  subjectKind: "room_log" as const,
  subjectId: ++subject,
  layer: "provider" as const,
  event: "postponed",
  code: "not_connected",
  detail: "connect ECONNREFUSED",
  ms: 12,
  at: new Date(1_800_000_000_000 + subject),
});

const write = (db: Db, count: number) => db.insert(deliveryEvents).values(Array.from({ length: count }, row));
