import "server-only";
import { randomBytes } from "node:crypto";

const BY_NUMBER = "p.";
const BY_CHANCE = "m.";

/** The code of someone nobody gave one: the same number always makes the same code, so that a list read twice meets the same people. */
export const codeOfNumber = (phoneKey: Buffer): string => BY_NUMBER + phoneKey.toString("hex", 0, 10);

/** The code of someone without a number either. */
export const codeByChance = (): string => BY_CHANCE + randomBytes(10).toString("hex");

/** True for codes that were made rather than given; they follow the number, and mean nothing to a reader. */
export const isMadeCode = (code: string): boolean => /^[pm]\.[0-9a-f]{20}$/.test(code);
