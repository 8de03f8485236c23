/** Not on its way by then, a message is given up rather than arriving late (solapi.md §6.2). */
export const SEND_WITHIN_MS = 24 * 3_600_000;
