"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Legend, StackedBar } from "@/components/ui/stacked-bar";
import { Status } from "@/components/ui/status";
import type { StatusKind } from "@/components/ui/status-icon";
import { Card, CardBody, CardFoot } from "@/components/ui/surface";
import { pctOf, pctText } from "@/lib/coverage/coverage";
import type { CoverageDto, Rate } from "@/lib/coverage/coverage-dto";
import { certaintyLooks } from "./certainty-parts";

type Props = {
  figures: CoverageDto;
  /** Where the rows of each side are read. */
  rowsHref: { new: string; imported: string };
  gapsHref: { new: string; imported: string };
};

/** The two figures that are never added up, each with its denominator and what it is made of. */
export function FiguresCard({ figures, rowsHref, gapsHref }: Props) {
  const t = useTranslations("coverage.figures");
  const c = useTranslations("coverage.certainty");
  const { imported, tests, certainty } = figures;
  const extra = figures.new.extra + imported.extra;
  const areTests = tests.new.expected + tests.imported.expected > 0;
  return (
    <Card aria-labelledby="figures">
      <h2 id="figures" className="sr-only">
        {t("title")}
      </h2>
      <CardBody className="grid gap-5">
        <Side
          label={t("new")}
          rate={figures.new}
          rowsHref={rowsHref.new}
          rowsLabel={t("seeRows")}
          gapsHref={gapsHref.new}
          status={figures.new.expected > 0 && <NewStatus missing={figures.new.missing + figures.new.unrecoverable} />}
        />
        <Side
          label={t("imported")}
          rate={imported}
          rowsHref={rowsHref.imported}
          rowsLabel={t("seeImported")}
          gapsHref={gapsHref.imported}
          status={<GoalStatus figures={figures} />}
        />
        <details className="text-sm">
          <summary className="cursor-pointer list-none">
            <span className="flex flex-wrap items-center gap-x-3.5 gap-y-1">
              <Legend
                items={certaintyLooks.map(({ key, family, look }) => ({
                  label: (
                    <>
                      {c(key)} <b className="font-medium text-ink tabular-nums">{certainty[key].toLocaleString()}</b>
                    </>
                  ),
                  family,
                  ...(look && { look }),
                }))}
              />
              <span className="link text-xs">{c("how")}</span>
            </span>
          </summary>
          <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-lg bg-sunken p-3.5">
            {certaintyLooks.map(({ key }) => (
              <div key={key} className="contents">
                <dt className="font-medium">{c(key)}</dt>
                <dd className="text-ink-2">{c(`means.${key}`)}</dd>
              </div>
            ))}
          </dl>
        </details>
      </CardBody>
      {(areTests || extra > 0) && (
        <CardFoot className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
          {areTests && (
            <span>
              {t("tests")}: {tests.new.expected > 0 && t("testsNew", countsOf(tests.new))}
              {tests.new.expected > 0 && tests.imported.expected > 0 && " · "}
              {tests.imported.expected > 0 && t("testsImported", countsOf(tests.imported))}
            </span>
          )}
          {extra > 0 && <span>{t("extra", { count: extra })}</span>}
        </CardFoot>
      )}
    </Card>
  );
}

const countsOf = ({ recorded, expected }: Rate) => ({ recorded, expected });

type SideProps = {
  label: string;
  rate: Rate;
  rowsHref: string;
  rowsLabel: string;
  gapsHref: string;
  status: ReactNode;
};

function Side({ label, rate, rowsHref, rowsLabel, gapsHref, status }: SideProps) {
  const t = useTranslations("coverage.figures");
  const c = useTranslations("coverage.certainty");
  if (rate.expected === 0)
    return (
      <div className="flex flex-wrap items-center justify-between gap-2">
        <b className="font-semibold">{label}</b>
        <span className="text-ink-3 text-sm">{t("nobody")}</span>
      </div>
    );
  const afterwards = rate.missing > 0 ? pctOf(rate.recorded + rate.missing, rate.expected) : null;
  return (
    <section aria-label={label} className="grid gap-2">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-1.5">
        <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
          <h3 className="font-semibold text-base tracking-normal">{label}</h3>
          <b className="font-semibold text-[22px] leading-[30px] tabular-nums">{pctText(rate.pct)}%</b>
          <Link
            href={rowsHref}
            className="link text-sm tabular-nums"
            title={t("ofWords", countsOf(rate))}
            aria-label={`${t("ofWords", countsOf(rate))}. ${rowsLabel}`}
          >
            {t("of", { recorded: rate.recorded.toLocaleString(), expected: rate.expected.toLocaleString() })}
          </Link>
          {status}
        </div>
        <p className="flex flex-wrap gap-x-3 text-ink-2 text-sm tabular-nums">
          <span>
            {t("certain")} <b className="text-ink">{pctText(rate.certainPct)}%</b>
          </span>
          {afterwards !== null && (
            <span>
              {t("afterwards")} <b className="text-ink">{pctText(afterwards)}%</b>
            </span>
          )}
        </p>
      </div>
      <StackedBar
        tall
        label={label}
        parts={certaintyLooks.map(({ key, ...look }) => ({ label: c(key), value: rate.certainty[key], ...look }))}
      />
      <p className="flex flex-wrap gap-x-3 text-ink-3 text-xs tabular-nums">
        <span>{t("messages", { count: rate.messages })}</span>
        {rate.gaps > 0 && (
          <Link href={gapsHref} scroll={false} className="link">
            {t("gaps", { count: rate.gaps })}
          </Link>
        )}
      </p>
    </section>
  );
}

/** Of our own messages nothing may be missing: there is no goal below that. */
function NewStatus({ missing }: { missing: number }) {
  const t = useTranslations("coverage.figures");
  return (
    <Status kind={missing > 0 ? "failed" : "arrived"}>
      {missing > 0 ? t("shortNew", { count: missing }) : t("wholeNew")}
    </Status>
  );
}

function GoalStatus({ figures: { imported, target, milestone } }: { figures: CoverageDto }) {
  const t = useTranslations("coverage.figures");
  if (imported.pct === null) return null;
  const [kind, words]: [StatusKind, string] =
    imported.pct >= target
      ? ["arrived", t("reached", { target })]
      : imported.pct >= milestone
        ? ["deferred", t("milestone", { milestone })]
        : ["missed", t("below", { target })];
  return <Status kind={kind}>{words}</Status>;
}
