"use client";
import { useLocale, useTranslations } from "use-intl";
import { StatTiles } from "@/components/ui/stat-tiles";
import type { DiagnosisDto, LayerDto, ProbeDto } from "@/lib/diagnosis/probe-dto";
import { formatWhen } from "@/lib/time/format";
import { ProbeStatus } from "./probe-status";
import { useProbeWords } from "./probe-words";

/** The four layers side by side: how each is, its one figure, and since when it is so. */
export function ProbeTiles({ known }: { known: DiagnosisDto }) {
  const t = useTranslations("diagnosis");
  const locale = useLocale();
  const { cause } = useProbeWords();
  const now = new Date(known.now);
  const note = (layer: LayerDto, rows: readonly ProbeDto[]): string => {
    if (layer.cause && layer.since)
      return t("tile.since", { cause: cause(layer.cause), when: formatWhen(new Date(layer.since), now, locale) });
    if (layer.cause) return cause(layer.cause);
    if (layer.state === "unknown") return t(`layerNotes.${layer.layer}`);
    const bad = rows.reduce((most, { strip }) => Math.max(most, strip.filter((mark) => mark === "bad").length), 0);
    if (bad > 0) return t("tile.dayBad", { count: bad });
    // Of hours nobody looked in nothing is claimed.
    return t(rows.some(({ strip }) => strip.includes("none")) ? "tile.seenGood" : "tile.dayGood");
  };
  return (
    <StatTiles
      label={t("layersLabel")}
      className="mb-4"
      tiles={known.layers.map((layer, i) => {
        const rows = known.probes.filter((row) => row.layer === layer.layer);
        return {
          label: (
            <span className="flex flex-wrap items-center gap-x-1.5">
              <span className="text-ink-3 tabular-nums">{i + 1}</span>
              {t(`layers.${layer.layer}`)}
              <span className="ms-auto">
                <ProbeStatus state={layer.state} unasked={known.isDatabaseDown} />
              </span>
            </span>
          ),
          ...figureOf(layer, rows, {
            ...{ ms: t("units.ms"), seconds: t("units.seconds"), minutes: t("units.minutes"), hours: t("units.hours") },
            ...{ processes: t("tile.processes"), none: t("tile.none") },
          }),
          note: note(layer, rows),
        };
      })}
    />
  );
}

type Units = Record<"ms" | "seconds" | "minutes" | "hours" | "processes" | "none", string>;

/** The one figure that says most of a layer. */
function figureOf(
  { layer, state }: LayerDto,
  rows: readonly ProbeDto[],
  units: Units,
): { value: string; unit?: string } {
  const row = (name: string) => rows.find((one) => one.name === name);
  if (state === "unknown") return { value: units.none };
  if (layer === "queue") {
    const waited = Math.max(Number(row("rooms")?.figures.seconds ?? 0), Number(row("phones")?.figures.seconds ?? 0));
    if (waited < 120) return { value: String(waited), unit: units.seconds };
    return waited < 7_200
      ? { value: String(Math.floor(waited / 60)), unit: units.minutes }
      : { value: String(Math.floor(waited / 3_600)), unit: units.hours };
  }
  if (layer === "worker") {
    const { web, worker } = row("workers")?.figures ?? {};
    if (web !== undefined) return { value: String(Number(web) + Number(worker ?? 0)), unit: units.processes };
    const seconds = row("tick")?.figures.seconds;
    return seconds === undefined ? { value: units.none } : { value: String(seconds), unit: units.seconds };
  }
  const asked = layer === "api" ? [row("accept")] : [row("account"), row("bot")];
  const times = asked.flatMap((one) => (one && one.ms !== null ? [one.ms] : []));
  return times.length === 0 ? { value: units.none } : { value: String(Math.max(...times)), unit: units.ms };
}
