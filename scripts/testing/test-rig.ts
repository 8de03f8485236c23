import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { Db } from "@/db/client";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Env } from "@/lib/env/schema";
import { AppError } from "@/lib/errors";
import { testEnv } from "./test-env";

type Rig<World> = {
  /** What stands in the database when a test begins. */
  readonly w: World;
  readonly db: Db;
  readonly url: string;
  clear: () => Promise<void>;
  /** What a use case gets; its clock stands at `now` until a test moves it. */
  readonly rt: { db: Db; clock: () => Promise<Date>; env: Env };
  now: Date;
  /** Every row a refused call might have touched. */
  rows: () => Promise<unknown>;
  /** The refusal of `work`, after making sure that it changed none of `rows`. */
  refusal: (work: () => Promise<unknown>) => Promise<AppError>;
};

/** When every test begins. */
export const START = new Date("2026-11-20T05:00:00.000Z");

/** The set-up of a test file: a database of its own, emptied and planted before each test, and a clock. */
export function testRig<World>(
  plant: (db: Db) => Promise<World>,
  rowsOf: (db: Db) => Promise<unknown>,
  env = testEnv(),
): Rig<World> {
  let opened: TestDatabase | undefined;
  let planted: { world: World } | undefined;
  const database = () => opened ?? expect.unreachable("asked for the database before it was open");
  const rig: Rig<World> = {
    now: new Date(START),
    get w() {
      return (planted ?? expect.unreachable("asked for the world before it was planted")).world;
    },
    get db() {
      return database().db;
    },
    get url() {
      return database().url;
    },
    get rt() {
      return { db: rig.db, clock: async () => rig.now, env };
    },
    clear: () => database().clear(),
    rows: () => rowsOf(rig.db),
    async refusal(work) {
      const before = await rig.rows();
      const error = await work().then(
        () => new Error("it was allowed"),
        (thrown: unknown) => thrown,
      );
      expect(await rig.rows()).toEqual(before);
      if (!(error instanceof AppError)) throw error;
      return error;
    },
  };
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened?.drop());
  beforeEach(async () => {
    await database().clear();
    rig.now = new Date(START);
    planted = { world: await plant(rig.db) };
  });
  return rig;
}

/** A refusal in a line: its code, then the field and what is said there, or what is said without one. */
export function told({ code, detail }: AppError) {
  const issue = detail.issues?.[0];
  return issue ? [code, issue.path[0], issue.message] : [code, detail.message ?? null];
}

/** The code of the refusal that `work` ends in. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error("it was allowed"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  return error.code;
}
