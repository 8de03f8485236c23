"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { ProofCard } from "@/components/ui/proof-card";
import type { LogDetail } from "@/lib/deliveries/detail-queries";
import { formatTime } from "@/lib/time/format";
import { subjectOf } from "./detail-words";
import { ProofRows } from "./proof-rows";

type Reason = Parameters<typeof ProofCard>[0]["reasons"][number];
type Props = { log: LogDetail; number: string; now: string };

/** What can be proved of a run, and by what. */
export function RunProof({ log, number, now }: Props) {
  const t = useTranslations("logDetail");
  const { parts, proof } = log;
  const arrived = parts.filter((part) => part.certainty === "delivered").length;
  const sent = parts.filter((part) => part.status === "sent").length;
  const unknown = parts.filter((part) => part.status === "unknown");
  const calls = parts.reduce((sum, part) => sum + part.attempt, 0);
  const again = parts.filter((part) => part.attempt > 1);
  const resent = again.filter((part) => log.calls.some((call) => call.seq === part.seq && call.outcome === "unknown"));
  const fine = (text: string): Reason => ({ kind: "arrived", text });
  const reasons: Reason[] = [];
  if (parts.length > 0) reasons.push(fine(t("proof.wroteFirst", { count: parts.length })));
  reasons.push(fine(t("proof.once", { schedule: log.scheduleId, time: formatTime(new Date(log.scheduledAt)) })));
  if (calls === 0) reasons.push(fine(t("proof.noCalls")));
  else if (resent.length > 0) reasons.push({ kind: "deferred", text: t("proof.resent") });
  else if (again.length > 0)
    reasons.push(fine(t("proof.retried", { count: again.reduce((sum, part) => sum + part.attempt - 1, 0) })));
  else reasons.push(fine(t("proof.oneTry")));
  for (const part of unknown)
    reasons.push({ kind: "unknown", text: t("proof.unknownPart", { subject: subjectOf(part, t) }) });
  if (sent > arrived) reasons.push({ kind: "handed", text: t("proof.notProven") });
  return (
    <ProofCard
      title={t("proof.title")}
      until={t("proof.until", { time: formatTime(new Date(now)) })}
      figures={[
        { label: t("proof.planned"), value: proof.planned },
        { label: t("proof.arrived"), value: arrived },
        {
          label: t("proof.duplicates"),
          value: proof.duplicates,
          ...(proof.duplicates > 0 && { kind: "failed" as const }),
        },
        { label: t("proof.unknown"), value: unknown.length, ...(unknown.length > 0 && { kind: "unknown" as const }) },
      ]}
      reasons={reasons}
      more={<ProofRows log={log} />}
      foot={
        <>
          <span className="grow tabular-nums">{t("proof.number", { number })}</span>
          <CopyButton text={number} />
        </>
      }
    />
  );
}

const SHOWN_MS = 2_000;

function CopyButton({ text }: { text: string }) {
  const t = useTranslations("logDetail.proof");
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), SHOWN_MS);
  };
  return (
    <IconButton size="sm" label={t(isDone ? "copied" : "copy")} onClick={() => void copy().catch(() => {})}>
      {isDone ? <Check aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  );
}
