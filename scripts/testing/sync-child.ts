// A process of its own that executes an approved clean-up, or takes one back, and dies at its DIE_AT-th boundary: DATABASE_URL, FOLDER,
// RUN, UNDO, STEPS. It tells how many boundaries there were when it comes to its end.
import { writeSync } from "node:fs";
import { createDb, databaseNow } from "@/db/client";
import { executeRun } from "@/lib/image-sync/execute-run";
import { undoRun } from "@/lib/image-sync/undo-run";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { watchBoundaries } from "./boundaries";
import { testEnv } from "./test-env";

const { DATABASE_URL = "", FOLDER = "", RUN, UNDO, STEPS, DIE_AT = "0" } = process.env;
let n = 0;
const reach = (name: string): boolean => {
  if (++n === Number(DIE_AT)) {
    writeSync(1, `dies at ${name}\n`);
    process.kill(process.pid, "SIGKILL");
  }
  return true;
};
const db = createDb(DATABASE_URL, 2);
watchBoundaries(db, () => null, reach);
const rt = {
  ...{ db, clock: () => databaseNow(db), env: testEnv() },
  storage: createLocalDisk(FOLDER),
  quarantine: createLocalQuarantine(FOLDER, (effect) => void reach(effect)),
};
const SCRIPT = { kind: "system", job: "script" } as const;
// What comes after the last step, looking again, is a scan's and has its own tests.
let steps = 0;
const options = { budgetMs: 60_000, isOver: () => ++steps >= Number(STEPS) };
writeSync(1, "ready\n");
await (UNDO ? undoRun(rt, SCRIPT, { id: Number(RUN) }) : executeRun(rt, SCRIPT, { id: Number(RUN) }, options));
writeSync(1, `boundaries ${n}\n`);
await db.close();
