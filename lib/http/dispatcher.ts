import "server-only";
import { readDispatcher } from "@/lib/alerts/dispatcher-queries";
import { runtime } from "@/lib/wiring";
import { remembered } from "./remembered";

const KEPT_MS = 5_000;

/** How sending does right now. It is the same for everybody, so that a hundred open Homes cost as much as one. */
export const dispatcherNow = remembered(KEPT_MS, async () => {
  const { db, clock, env } = runtime();
  return readDispatcher(db, await clock(), env.TICK_BUDGET_MS);
});
