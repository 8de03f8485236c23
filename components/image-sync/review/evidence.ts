import type { FindingDetailDto } from "@/lib/image-sync/run-dto";

/** `for` speaks for the verdict, `open` leaves it open, `how` says how it was looked. */
export type Chip = { key: ChipKey; tone: "for" | "open" | "how"; values: Record<string, string | number> };
export type ChipKey =
  | "sameBytes"
  | "sameName"
  | "sameSize"
  | "samePath"
  | "otherBytes"
  | "otherSize"
  | "absent"
  | "alternates"
  | "searched"
  | "shared"
  | "found"
  | "derived"
  | "smaller"
  | "sameShape"
  | "noOwner"
  | "noOriginal"
  | "expired"
  | "damaged"
  | "used";

const sameOf = <T>(values: readonly (T | null)[]): boolean | null => {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length < 2 ? null : known.every((value) => value === known[0]);
};

/** What the two sides say when they are held against each other; never more than is really known of both. */
function comparisons({ candidates }: FindingDetailDto): Chip[] {
  if (candidates.length < 2) return [];
  const chip = (key: ChipKey, tone: Chip["tone"]): Chip => ({ key, tone, values: {} });
  const [bytes, size, name, path] = [
    sameOf(candidates.map(({ sha256 }) => sha256)),
    sameOf(candidates.map(({ bytes }) => bytes)),
    sameOf(candidates.map(({ filename }) => filename?.normalize("NFC") ?? null)),
    sameOf(candidates.map(({ filePath }) => filePath)),
  ];
  return [
    ...(bytes === null ? [] : [bytes ? chip("sameBytes", "for") : chip("otherBytes", "open")]),
    ...(path ? [chip("samePath", "for")] : []),
    ...(name ? [chip("sameName", "for")] : []),
    ...(size === null || bytes
      ? size && bytes
        ? [chip("sameSize", "for")]
        : []
      : [chip(size ? "sameSize" : "otherSize", size ? "for" : "open")]),
  ];
}

const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/** The evidence as chips, at most six: more is read in the facts below. */
export function chipsOf(finding: FindingDetailDto): Chip[] {
  const { verdict, evidence, candidates } = finding;
  const chip = (key: ChipKey, tone: Chip["tone"], values: Chip["values"] = {}): Chip => ({ key, tone, values });
  const uses = candidates.reduce((sum, one) => sum + one.uses.length, 0);
  const own: Partial<Record<typeof verdict, Chip[]>> = {
    ghost: [
      chip("absent", "for"),
      chip("alternates", "how", { count: numberOf(evidence.spellings) }),
      ...(numberOf(evidence.searched) > 0 ? [chip("searched", "how", { count: numberOf(evidence.searched) })] : []),
    ],
    mispath: [chip("absent", "for"), chip("found", "for")],
    expired_pending: [chip("expired", "for")],
    thumbnail: [
      chip("derived", "for"),
      ...(finding.certainty === "certain" ? [chip("smaller", "for"), chip("sameShape", "for")] : []),
    ],
    thumbnail_only: [chip("derived", "for"), chip("noOriginal", "open")],
    orphan: [chip("noOwner", "open")],
    corrupt: [chip("damaged", "open")],
  };
  return [
    ...(own[verdict] ?? comparisons(finding)),
    ...(evidence.shared === true ? [chip("shared", "open")] : []),
    ...(uses > 0 ? [chip("used", "open", { count: uses })] : []),
  ].slice(0, 6);
}
