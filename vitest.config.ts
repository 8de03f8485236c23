import path from "node:path";
import { defineConfig } from "vitest/config";

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
];
const database = {
  pool: "forks" as const,
  maxWorkers: 2,
  // Their own turn after the unit tests: projects with different workers can't share one.
  sequence: { groupOrder: 1 },
  testTimeout: 20_000,
  hookTimeout: 60_000,
  globalSetup: ["scripts/testing/database-server.ts"],
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          testTimeout: 30_000,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["**/*.db.test.ts"],
          exclude: [...exclude, ...HUNTS],
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
