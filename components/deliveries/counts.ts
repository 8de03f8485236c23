import type { Certainty, LogStatus } from "@/db/enums";

/** How many occurrences have which status and certainty. */
export type Counts = readonly { status: LogStatus; certainty: Certainty | null; count: number }[];

/** How many there are, of some statuses only, or only those the room has shown (or not). */
export const sumOf = (counts: Counts, statuses?: readonly LogStatus[], isDelivered?: boolean): number =>
  counts
    .filter((row) => !statuses || statuses.includes(row.status))
    .filter((row) => isDelivered === undefined || (row.certainty === "delivered") === isDelivered)
    .reduce((sum, row) => sum + row.count, 0);
