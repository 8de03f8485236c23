import { clsx } from "clsx";

/**
 * Class names in one string. A later one doesn't replace an earlier one of the same kind: what a component lets its
 * callers change it marks `base:` (globals.css).
 */
export const cn = clsx;
