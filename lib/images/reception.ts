import { createSlots } from "./slots";

/**
 * Uploads of every kind together: each holds its bytes in memory; this many hold some 160 MB, the rest wait before their first
 * byte.
 */
export const withReception = createSlots(8);
