"use client";
import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { DiagnosisDto, ProbeDto } from "@/lib/diagnosis/probe-dto";
import { josa } from "@/lib/i18n/josa";
import { formatWhen } from "@/lib/time/format";
import { useProbeWords } from "./probe-words";

const isBad = ({ state }: { state: string }) => state === "bad" || state === "partial";
/** Rows that aren't told of one by one elsewhere on the screen. */
const OF_ONE = ["setup", "held", "account", "sender", "results", "bot"];
const ofSystem = ({ probes }: DiagnosisDto): ProbeDto[] =>
  probes.filter((row) => isBad(row) && !OF_ONE.includes(row.name));
/** What an organisation meets of its own: what everybody meets is told as that. */
const blockedTenants = ({ tenants }: DiagnosisDto) => tenants.filter(({ state }) => state === "bad");
const silentBots = ({ bots }: DiagnosisDto) => bots.filter(isBad);

const toPart = (id: string) => (words: ReactNode) => (
  <a href={`#${id}`} className="text-failed underline decoration-2 decoration-failed-mark underline-offset-[6px]">
    {words}
  </a>
);

/** The answer in a sentence: whether one can send, and who can't. */
export function ProbeHeadline({ known }: { known: DiagnosisDto }) {
  const t = useTranslations("diagnosis");
  const locale = useLocale();
  if (known.isDatabaseDown) return t("headline.down");
  if (!known.checkedAt) return t("headline.never");
  if (known.isStale)
    return t("headline.stale", { when: formatWhen(new Date(known.checkedAt), new Date(known.now), locale) });
  const whole = known.layers.find(({ state }) => state === "bad");
  if (whole) return t.rich("headline.layer", { layer: t(`layers.${whole.layer}`), a: toPart("probes") });
  const [tenants, bots, rows] = [blockedTenants(known).length, silentBots(known).length, ofSystem(known).length];
  const all = tenants + bots + rows;
  if (all === 0) return t("headline.fine");
  if (tenants === all) return t.rich("headline.tenants", { count: tenants, a: toPart("tenants") });
  if (bots === all) return t.rich("headline.bots", { count: bots, a: toPart("bots") });
  return t.rich("headline.some", { count: all, a: toPart("probes") });
}

/** Said by name at most; the others are counted. */
const NAMED = 2;

/** The sentences after it: what is wrong with whom, and that nothing else is. */
export function ProbeLede({ known }: { known: DiagnosisDto }) {
  const t = useTranslations("diagnosis");
  const { cause } = useProbeWords();
  if (known.isDatabaseDown) return t("lede.down");
  if (!known.checkedAt) return t("lede.never");
  if (known.isStale) return t("lede.stale");
  const said = [
    ...ofSystem(known).map((row) =>
      t("lede.row", { name: t(`probes.${row.name}.what`), cause: cause(row.cause ?? "") }),
    ),
    ...blockedTenants(known).map((one) => t("lede.tenant", { name: one.orgName, cause: cause(one.cause ?? "") })),
    ...silentBots(known).map((one) => t("lede.bot", { name: one.botName, cause: cause(one.cause ?? "") })),
  ];
  if (said.length === 0) return t("lede.fine", { count: known.probes.reduce((sum, { all }) => sum + all, 0) });
  const left = said.length - NAMED;
  const more = left > 0 ? t("lede.more", { count: left }) : t("lede.rest");
  return josa([...said.slice(0, NAMED), more].join(" "));
}
