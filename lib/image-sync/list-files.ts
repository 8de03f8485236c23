import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Storage } from "@/lib/storage/port";
import type { FilePage, ListFrom } from "./merge";
import { ScanAborted } from "./run-errors";
import type { FileFacts } from "./verdict";

/** A page that doesn't come is asked for again after so many ms; then the scan ends: half a listing proves nothing. */
const AGAIN_AFTER_MS = [100, 500];

/** Where preflight leaves its own trace for a moment. */
export const canaryFolder = (prefix: string): string => `${prefix}_canary/`;

/**
 * The files of the folders, in the order of their keys, from a place on without those up to `after`. The folders are in byte order
 * and none lies in another.
 * @throws ScanAborted listing_failed
 */
export async function* filePages(
  storage: Storage,
  { prefix, ranges }: { prefix: string; ranges: readonly string[] },
  from: ListFrom,
  after: Buffer | null,
  pageSize: number,
): AsyncGenerator<FilePage> {
  let token = from.token;
  for (let range = from.range; range < ranges.length; range++) {
    do {
      const page = await listed(storage, ranges[range]!, token, pageSize);
      const items: FileFacts[] = [];
      for (const { key, bytes, modifiedAt } of page.objects) {
        if (key.startsWith(canaryFolder(prefix)) || isUpTo(key, after)) continue;
        items.push({ key, bytes, modifiedAtMs: modifiedAt.getTime() });
      }
      const next = page.next === null ? { range: range + 1, token: null } : { range, token: page.next };
      yield { items, from: { range, token }, next, skipped: page.skipped };
      token = page.next;
    } while (token !== null);
  }
}

const isUpTo = (key: string, after: Buffer | null) => after !== null && Buffer.compare(Buffer.from(key), after) <= 0;

async function listed(storage: Storage, prefix: string, token: string | null, limit: number) {
  for (let turn = 0; ; turn++) {
    try {
      return await storage.listPage(prefix, token, limit);
    } catch (error) {
      const wait = AGAIN_AFTER_MS[turn];
      if (wait === undefined) throw new ScanAborted("listing_failed", error instanceof Error ? error.message : "");
      await sleep(wait);
    }
  }
}
