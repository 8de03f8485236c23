import os from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = import.meta.dirname;
const exclude = ["**/node_modules/**", "**/.next/**", "**/.data/**", "e2e/**"];
const alias = [
  { find: /^@\//, replacement: `${root}/` },
  // What the bundler does for server code: the package's other entry only throws.
  { find: /^server-only$/, replacement: path.join(root, "node_modules/server-only/empty.js") },
];

const HUNTS = [
  "lib/batches/chaos.db.test.ts",
  "lib/batches/crash-points.db.test.ts",
  "lib/dispatch/chaos.db.test.ts",
  "lib/dispatch/crash-points.db.test.ts",
  "lib/dispatch/database-restart.db.test.ts",
  "lib/dispatch/forecast.db.test.ts",
  "lib/dispatch/random-days.db.test.ts",
  "lib/dispatch/state-machine.db.test.ts",
  "lib/image-sync/kill-run.db.test.ts",
];
/** These replace a module for themselves; all other tests share their processes and what is loaded there. */
const ALONE = [
  "components/diagnosis/database-down.test.ts",
  "lib/http/sign-in-door.test.ts",
  "lib/storage/local-disk-without-links.test.ts",
];
/** Of those with a database, also who kills what it has started. */
const ALONE_WITH_DATABASE = [
  "lib/customer-images/kill-image.db.test.ts",
  "lib/dispatch/deliver.db.test.ts",
  "lib/dispatch/sandbox.db.test.ts",
  "lib/http/operators.db.test.ts",
  "lib/images/kill-upload.db.test.ts",
  "lib/messages/kill-send.db.test.ts",
  "lib/recovery/kill-recovery.db.test.ts",
];

/** Hunts mostly wait, for leases to run out and for children: one now and then, while others compute. */
const OTHERS_PER_HUNT = 10;
class HuntsBetween extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const hunts = sorted.filter(({ project }) => project.name === "hunt");
    const others = sorted.filter(({ project }) => project.name !== "hunt");
    return hunts
      .flatMap((hunt, n) => [hunt, ...others.slice(n * OTHERS_PER_HUNT, (n + 1) * OTHERS_PER_HUNT)])
      .concat(others.slice(hunts.length * OTHERS_PER_HUNT));
  }
}

/** One more than compute: somebody always waits for the database, a lease or a child. */
const shared = { pool: "forks" as const, maxWorkers: Math.min(os.availableParallelism(), 4) + 1 };
const database = {
  ...shared,
  testTimeout: 20_000,
  hookTimeout: 60_000,
  globalSetup: ["scripts/testing/database-server.ts"],
};
/** One process takes file after file: what a file of its own costs is mostly starting one and loading the same again. */
const oneAfterAnother = { isolate: false, setupFiles: ["scripts/testing/leave-as-found.ts"] };
const unit = { ...shared, testTimeout: 30_000 };

export default defineConfig({
  test: {
    sequence: { sequencer: HuntsBetween },
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts", ...ALONE],
          ...oneAfterAnother,
          ...unit,
        },
      },
      { resolve: { alias }, test: { name: "alone", include: ALONE, exclude, ...unit } },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["**/*.db.test.ts"],
          exclude: [...exclude, ...ALONE_WITH_DATABASE, ...HUNTS],
          ...oneAfterAnother,
          ...database,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration-alone",
          include: ALONE_WITH_DATABASE,
          exclude,
          ...database,
        },
      },
      {
        resolve: { alias },
        // These hunt for what happens once in a thousand times: a second try would hide the catch.
        test: { name: "hunt", include: HUNTS, exclude, ...database },
      },
    ],
  },
});
