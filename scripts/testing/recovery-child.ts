// A process of its own that applies a plan, or takes a run back, in small steps until it is killed: DATABASE_URL, PLAN_HASH or
// UNDO_RUN, CHUNK. It says each step.
import { writeSync } from "node:fs";
import { createDb, databaseNow } from "@/db/client";
import { applyRecovery } from "@/lib/recovery/apply-recovery";
import { undoRecovery } from "@/lib/recovery/undo-recovery";
import { testEnv } from "./test-env";

const { DATABASE_URL = "", PLAN_HASH: planHash = "", UNDO_RUN, CHUNK = "3" } = process.env;
const db = createDb(DATABASE_URL, 2);
const rt = { db, clock: () => databaseNow(db), env: testEnv() };
const SCRIPT = { kind: "system", job: "script" } as const;
const options = { chunk: Number(CHUNK), budgetMs: 0 };
const step = () =>
  UNDO_RUN
    ? undoRecovery(rt, SCRIPT, { id: Number(UNDO_RUN) }, options)
    : applyRecovery(rt, SCRIPT, { scope: { kind: "all" }, planHash }, options);
writeSync(1, "ready\n");
for (let done = await step(); done.cursor !== null; done = await step())
  writeSync(1, `step ${done.applied} ${done.undone}\n`);
await db.close();
