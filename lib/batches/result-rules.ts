import { codeClass } from "@/lib/transports/solapi-codes";

/** When a batch's results are asked for first, in ms after it was sent. */
export const FIRST_POLL_MS = 10_000;
const MOST_POLL_MS = 15 * 60_000;
/** What has no report by then never gets one (rulings 16); Solapi itself gives up then. */
export const NO_REPORT_MS = 72 * 3_600_000;

/** Waits between two questions about one batch, growing with how often it was asked, in ms. */
export const pollAfterMs = (polls: number): number => Math.min(FIRST_POLL_MS * 2 ** Math.min(polls, 12), MOST_POLL_MS);

/**
 * What a report makes of a recipient, or null where it leaves it open: still under way, or with a code that says neither
 * arrived nor not. A code counts once the provider is through with the message.
 */
export function verdictOf({ status, statusCode }: { status: string | null; statusCode: string | null }) {
  if (status !== null && status !== "COMPLETE" && status !== "FAILED") return null;
  const found = codeClass(statusCode);
  if (found === "S") return "delivered";
  return found === "P" || found === "U" ? null : "failed";
}

/** Reads one batch's open recipients cost, each way: named one by one, or by paging through the whole group. */
export const isCheaperByGroup = (open: number, size: number): boolean => Math.ceil(size / 500) <= Math.ceil(open / 100);
