import type { BarLook } from "@/components/ui/stacked-bar";
import type { Certainty } from "@/lib/coverage/coverage";

/** How each degree of certainty is drawn, from the surest to what is lost. What is not proven is hollow. */
export const certaintyLooks: readonly { key: keyof Certainty; family: string; look?: BarLook }[] = [
  { key: "observed", family: "is-arrived" },
  { key: "confirmed", family: "is-handed" },
  { key: "inferred", family: "is-unknown", look: "outline" },
  { key: "unknown", family: "is-unknown" },
  { key: "missing", family: "is-handed", look: "restorable" },
  { key: "unrecoverable", family: "is-skipped" },
];
