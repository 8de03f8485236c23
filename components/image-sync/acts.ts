import type { SyncAct } from "@/db/enums";

/** Acts in the order they are told: rows first, then files. */
export const syncActsInOrder = ["delete_row", "mark_missing", "repoint_row", "set_aside"] as const satisfies SyncAct[];
