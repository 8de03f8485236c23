"use client";
import { OctagonAlert, Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Button, ButtonLink } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { coverageAddressOf, isNarrowed, scopeOfFilter } from "./coverage-address";
import { CoverageFilters } from "./coverage-filters";
import { CoverageTabs } from "./coverage-tabs";
import { FiguresCard } from "./figures-card";
import { GapsCard } from "./gaps-card";
import { SplitCard, TrendCard, WhyCard } from "./late-cards";
import { type Figures, type FirstCoverage, useCoverageAddress, useFigures, useTrend } from "./use-coverage";
import { usePlan } from "./use-plan";

type Props = {
  first: FirstCoverage;
  orgs: readonly PickOrg[];
  may: { recover: boolean; all: boolean; import: boolean };
  serverNow: string;
};

/** Can we prove it? What is recorded of what was sent, how sure it is, what is missing and what can be put back. */
export function CoverageScreen({ first, orgs, may, serverNow }: Props) {
  const t = useTranslations("coverage");
  const now = useNow(serverNow);
  const { filter, change } = useCoverageAddress();
  const figures = useFigures(filter, first, now).data ?? first.figures;
  const trend = useTrend(filter, first) ?? first.trend;
  const recovery = usePlan();
  const toGaps = (origin: "new" | "imported") => `${coverageAddressOf({ ...filter, origin })}#gaps`;
  const missing = figures.new.missing + figures.imported.missing;
  const short = figures.new.missing + figures.new.unrecoverable;
  return (
    <>
      <CoverageTabs here="overview" mayImport={may.import} />
      <PageHeader
        title={<Headline figures={figures} short={short} />}
        lede={<Lede figures={figures} />}
        actions={
          <Button
            variant="primary"
            busy={recovery.asking === "all"}
            reason={may.recover ? (missing === 0 ? t("nothingToPlan") : undefined) : t("mayNot")}
            onClick={() => recovery.plan(scopeOfFilter({ ...filter, q: "" }, now, may.all), "all")}
          >
            <Undo2 aria-hidden />
            {t(isNarrowed(filter) ? "planSome" : "plan")}
          </Button>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {short > 0 && (
          <Note family="is-failed" role="alert" icon={<OctagonAlert aria-hidden />} title={t("incident.title")}>
            <p>{t("incident.text")}</p>
            <ButtonLink size="sm" className="mt-2" href={toGaps("new")} scroll={false}>
              {t("incident.see")}
            </ButtonLink>
          </Note>
        )}
        <CoverageFilters filter={filter} orgs={orgs} now={now} onChange={change} />
        <FiguresCard
          figures={figures}
          rowsHref={{ new: "/messages/recent", imported: "/messages" }}
          gapsHref={{ new: toGaps("new"), imported: toGaps("imported") }}
        />
        <div className="grid grid-cols-1 items-stretch gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
          <TrendCard trend={trend} figures={figures} />
          <SplitCard figures={figures} onNarrow={change} />
        </div>
        <WhyCard imported={figures.imported} />
        <GapsCard
          first={first}
          filter={filter}
          gaps={figures.gaps}
          now={now}
          may={may}
          recovery={recovery}
          onChange={change}
        />
      </div>
    </>
  );
}

function Headline({ figures, short }: { figures: Figures; short: number }) {
  const t = useTranslations("coverage.headline");
  const { new: fresh, imported } = figures;
  if (short > 0) return t("short", { expected: fresh.expected, missing: short });
  if (fresh.expected > 0) return t("whole", { count: fresh.expected });
  return t(imported.expected > 0 ? "noneNew" : "none");
}

function Lede({ figures: { new: fresh, imported } }: { figures: Figures }) {
  const t = useTranslations("coverage.lede");
  const { expected, recorded, missing } = imported;
  const gap = expected - recorded;
  if (expected === 0) return t(fresh.expected > 0 ? "noImported" : "none");
  if (gap === 0) return t("wholeImported", { expected });
  return missing > 0 ? t("imported", { expected, gap, missing }) : t("lost", { expected, gap });
}

const TICK_MS = 60_000;

/** The time by which “the last 30 days” are told: the server's until the page lives, then this machine's. */
function useNow(server: string): Date {
  const [now, setNow] = useState(() => new Date(server));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
