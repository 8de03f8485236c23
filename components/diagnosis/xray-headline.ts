import type { Layer } from "@/db/enums";
import type { Standing } from "@/lib/diagnosis/verdict-shape";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { placeOf, type XrayTranslate } from "./xray-words";

/** What went well is said first, what needs somebody last: the end of a sentence is remembered. */
const ORDER: readonly Standing[] = [
  "delivered",
  "handed_off",
  "sent",
  "moving",
  "waiting",
  "unrecorded",
  "ended",
  "unknown",
  "stuck",
];

type Part = { standing: Standing; layer: Layer | null; count: number };

/** Those of whom the same is said: their standing, and, where it is told, the layer at which they stopped. */
function partsOf(groups: Xray["groups"]): Part[] {
  const parts = new Map<string, Part>();
  for (const { standing, layer, count } of groups.toSorted((a, b) => b.count - a.count)) {
    const key = standing === "stuck" || standing === "ended" ? `${standing}/${layer}` : standing;
    const part = parts.get(key);
    if (part) part.count += count;
    else parts.set(key, { standing, layer, count });
  }
  return [...parts.values()].sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
}

/** That nothing has left is said only where the records say so. */
const NOTHING_LEFT = ["nothing_left", "nobody_called"];

type Told = Pick<Xray, "subject" | "verdict" | "groups" | "known">;

/** The screen's answer in one sentence: how many got how far, and where they stopped. */
export function headlineOf({ subject, verdict, groups, known }: Told, t: XrayTranslate) {
  const word = (standing: Standing) =>
    standing === "stuck" && known.some((key) => NOTHING_LEFT.includes(key)) ? "unsent" : standing;
  const { standing, layer } = verdict;
  if (subject.kind === "room") return t(`headline.room.${word(standing)}`, { at: placeOf(layer, t) });
  const parts = subject.recipient === null ? partsOf(groups) : [];
  const [only] = parts;
  if (parts.length < 2)
    return t(`headline.phone.${word(only?.standing ?? standing)}`, {
      count: only?.count ?? 1,
      at: placeOf(only ? only.layer : layer, t),
    });
  const words = parts.map((part, i) =>
    t(`headline.${i === parts.length - 1 ? "end" : "and"}.${part.standing}`, {
      count: part.count,
      at: placeOf(part.layer, t),
    }),
  );
  return t("headline.mixed", { all: parts.reduce((sum, { count }) => sum + count, 0), parts: words.join("") });
}
