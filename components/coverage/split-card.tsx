"use client";
import { ListTree } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Segment } from "@/components/ui/segment";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { messageModes, messageStatuses, orgLevels } from "@/db/enums";
import { pctText } from "@/lib/coverage/coverage";
import type { CoverageDto, Rate } from "@/lib/coverage/coverage-dto";
import type { CoverageAddress } from "./coverage-address";

const WAYS = ["org", "level", "mode", "status"] as const;
type Way = (typeof WAYS)[number];
type Part = {
  key: string;
  name: string;
  new: Rate | undefined;
  imported: Rate | undefined;
  /** What looking at it alone changes in the filter. */
  narrow?: Partial<CoverageAddress>;
};
type Props = { figures: CoverageDto; onNarrow: (part: Partial<CoverageAddress>) => void };

/** The same figures by who sent it, by their level, by channel, by what became of it. */
export function SplitCard({ figures, onNarrow }: Props) {
  const t = useTranslations("coverage.split");
  const [way, setWay] = useState<Way>("org");
  const parts = useParts(figures, way);
  return (
    <Card aria-labelledby="split">
      <CardHead id="split" title={t("title")}>
        <Segment
          label={t("by")}
          value={way}
          options={WAYS.map((value) => ({ value, label: t(value) }))}
          onChange={setWay}
        />
      </CardHead>
      {parts.length === 0 ? (
        <StateBlock icon={<ListTree aria-hidden />} title={t("empty")} heading="h3" className="py-8" />
      ) : (
        <Table label={t("title")}>
          <thead>
            <tr>
              <Th>{t("columns.name")}</Th>
              <Th num>{t("columns.new")}</Th>
              <Th num>{t("columns.imported")}</Th>
              <Th num>{t("columns.gap")}</Th>
              <Th num>{t("columns.certain")}</Th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <PartRow key={part.key} part={part} onNarrow={onNarrow} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function PartRow({ part, onNarrow }: { part: Part; onNarrow: Props["onNarrow"] }) {
  const t = useTranslations("coverage.split");
  const { name, narrow } = part;
  const both = [part.new, part.imported].filter((rate) => rate !== undefined);
  const sum = (of: (rate: Rate) => number) => both.reduce((total, rate) => total + of(rate), 0);
  const [expected, gap] = [sum((rate) => rate.expected), sum((rate) => rate.expected - rate.recorded)];
  const certain = sum(({ certainty }) => certainty.observed + certainty.confirmed);
  return (
    <Tr>
      <Td lead full>
        {narrow ? (
          <button
            type="button"
            aria-label={t("narrow", { name })}
            onClick={() => onNarrow(narrow)}
            className="text-start outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
          >
            {name}
          </button>
        ) : (
          name
        )}
      </Td>
      <Td num fit full label={t("columns.new")} className="tabular-nums md:py-1.5">
        <RateWords rate={part.new} />
      </Td>
      <Td num fit full label={t("columns.imported")} className="tabular-nums">
        <RateWords rate={part.imported} />
      </Td>
      <Td
        num
        fit
        full
        label={t("columns.gap")}
        className={gap > 0 ? "font-semibold tabular-nums" : "text-ink-3 tabular-nums"}
      >
        {gap.toLocaleString()}
      </Td>
      <Td num fit full label={t("columns.certain")} className="text-ink-2 tabular-nums">
        {expected > 0 ? `${((certain / expected) * 100).toFixed(1)}%` : "–"}
      </Td>
    </Tr>
  );
}

function RateWords({ rate }: { rate: Rate | undefined }) {
  if (!rate || rate.expected === 0) return <span className="text-ink-3">–</span>;
  return (
    <>
      <b className="font-medium">{pctText(rate.pct)}%</b>
      <span className="ms-2 text-ink-3 text-xs md:ms-0 md:block">
        {rate.recorded.toLocaleString()} / {rate.expected.toLocaleString()}
      </span>
    </>
  );
}

function useParts(figures: CoverageDto, way: Way): Part[] {
  const t = useTranslations("coverage.split");
  const c = useTranslations("common.levels");
  const m = useTranslations("messages");
  const of = <K extends string>(
    words: readonly K[],
    fresh: Partial<Record<K, Rate>>,
    old: Partial<Record<K, Rate>>,
    name: (word: K) => string,
    narrow: (word: K) => Partial<CoverageAddress>,
  ): Part[] =>
    words.flatMap((word) =>
      fresh[word] || old[word]
        ? [{ key: word, name: name(word), new: fresh[word], imported: old[word], narrow: narrow(word) }]
        : [],
    );
  switch (way) {
    case "org":
      return figures.byOrg.map((org, i) => {
        // The first is the one on top, by itself; what is below it follows.
        const isTop =
          i === 0 &&
          figures.byOrg.length > 1 &&
          figures.byOrg.every((other) => other.level !== org.level || other === org);
        const name = isTop ? t("own", { name: org.name }) : org.name;
        return { key: String(org.orgId), name, new: org.new, imported: org.imported, narrow: { orgId: org.orgId } };
      });
    case "level":
      return orgLevels.flatMap((level) => {
        const rates = figures.byLevel[level];
        return rates ? [{ key: level, name: c(level), ...rates }] : [];
      });
    case "mode":
      return of(
        messageModes,
        figures.new.byMode,
        figures.imported.byMode,
        (mode) => m(`modes.${mode}`),
        (mode) => ({ mode }),
      );
    case "status":
      return of(
        messageStatuses,
        figures.new.byStatus,
        figures.imported.byStatus,
        (status) => m(`looks.${status}`),
        (status) => ({ status }),
      );
  }
}
