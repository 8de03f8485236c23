"use client";
import { useTranslations } from "use-intl";
import { isProbeCause } from "@/lib/diagnosis/probe-causes";
import type { ProbeDto } from "@/lib/diagnosis/probe-dto";

/** What is said of a look: how old something is, its value, why it is bad and what to do. */
export function useProbeWords() {
  const t = useTranslations("diagnosis");

  const age = (seconds: number): string => {
    const n = Math.max(0, Math.round(seconds));
    if (n < 60) return t("age.seconds", { n });
    if (n < 3_600) return t("age.minutes", { n: Math.floor(n / 60) });
    if (n < 86_400) return t("age.hours", { n: Math.floor(n / 3_600) });
    return t("age.days", { n: Math.floor(n / 86_400) });
  };
  const sinceAge = (since: string, now: Date): string => {
    const seconds = (now.getTime() - new Date(since).getTime()) / 1_000;
    return seconds < 60 ? t("table.sinceShort") : t("table.since", { age: age(seconds) });
  };
  /** In a clause; of a cause this version has no words for its code. */
  const cause = (code: string): string =>
    isProbeCause(code) ? t(`causes.${code}.title`) : t("causes.other.title", { code });
  const fix = (code: string): string => (isProbeCause(code) ? t(`causes.${code}.fix`) : t("causes.other.fix"));

  /** The figure of a row. What a reader may not know of isn't there, and what is left is said without it. */
  const value = ({ name, figures, ms, all, bad, state }: ProbeDto): string => {
    if (state === "unknown") return t("tile.none");
    const figure = (key: string) => Number(figures[key] ?? 0);
    const inMs = () => t("value.ms", { ms: ms ?? 0 });
    switch (name) {
      case "rooms":
      case "phones":
        if (figures.waiting === undefined) return t("value.age", { age: age(figure("seconds")) });
        return figure("waiting") === 0
          ? t("value.empty")
          : t("value.waiting", { count: figure("waiting"), age: age(figure("seconds")) });
      case "published":
        return figures.batches === undefined ? t("tile.none") : t("value.untold", { count: figure("batches") });
      case "outside":
        return figures.waiting === undefined
          ? String(figures.code ?? t("tile.none"))
          : t("value.outside", { waiting: figure("waiting"), inHand: figure("inHand"), dead: figure("dead") });
      case "held":
        return figure("batches") === 0
          ? t("value.none")
          : t("value.held", { batches: figure("batches"), recipients: figure("recipients") });
      case "tick":
        return figures.seconds === undefined ? t("tile.none") : t("value.ago", { age: age(figure("seconds")) });
      case "workers":
        return figures.web === undefined
          ? t("value.ago", { age: age(figure("seconds")) })
          : t("value.processes", { web: figure("web"), worker: figure("worker") });
      case "versions":
        return String(figures.versions ?? t("tile.none"));
      case "clock":
        return figures.milliseconds === undefined ? t("tile.none") : t("value.ms", { ms: figure("milliseconds") });
      case "account":
        return all > 1 ? t("value.placesMs", { count: all, ms: ms ?? 0 }) : inMs();
      case "sender":
        return figure("lapsed") > 0
          ? t("value.lapsed", { count: figure("lapsed") })
          : t("value.numbers", { count: figure("numbers") });
      case "results":
        return figure("open") === 0 ? t("value.none") : t("value.open", { count: figure("open") });
      case "setup":
        return t("value.places", { count: all });
      case "bot":
        return t("value.bots", { all, good: all - bad });
      default:
        return inMs();
    }
  };
  return { age, sinceAge, cause, fix, value };
}
