"use client";
import { Clock, Image, Type, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { Status } from "@/components/ui/status";
import { Timeline, type TimelineStep } from "@/components/ui/timeline";
import type { LogDetail, LogPartDetail } from "@/lib/deliveries/detail-queries";
import { exactTime } from "./detail-words";
import { partStatusOf } from "./part-status-of";
import { Pictures } from "./pictures";
import { reasonText, tookText } from "./why";

/** 보낸 순서: every part with its real times, from the moment it fell due. */
export function PartsTimeline({ log }: { log: LogDetail }) {
  const t = useTranslations("logDetail.parts");
  const l = useTranslations("logs");
  const waitedMs = log.startedAt ? Date.parse(log.startedAt) - Date.parse(log.scheduledAt) : 0;
  const count = log.parts.length;
  const due: TimelineStep = {
    id: "due",
    kind: "scheduled",
    icon: <Clock aria-hidden />,
    time: exactTime(log.scheduledAt),
    title: t(log.kind === "schedule" ? "due" : "dueNow"),
    text: [
      count === 0 ? t("noParts") : log.startedAt ? t("dueText", { count }) : t("notStarted", { count }),
      waitedMs > 100 && t("dueWaited", { took: tookText(waitedMs, l) }),
    ]
      .filter(Boolean)
      .join(" "),
  };
  const steps = [due, ...log.parts.map((part, i) => stepOf(part, log.parts[i + 1]))];
  if (log.decidedBy && log.decidedAt)
    steps.push({
      id: "decided",
      kind: "skipped",
      icon: <UserRound aria-hidden />,
      time: exactTime(log.decidedAt).slice(0, 8),
      title: t("decided", { name: log.decidedBy.name }),
      text: t(log.status === "success" ? "decidedText.success" : "decidedText.other"),
    });
  return (
    <section>
      <h2 className="mb-4 font-semibold text-lg">
        {t("title")}
        <small className="ms-2 font-normal text-ink-3 text-xs">{t("note")}</small>
      </h2>
      <Timeline label={t("title")} steps={steps} />
    </section>
  );

  function stepOf(part: LogPartDetail, next: LogPartDetail | undefined): TimelineStep {
    const { kind, word } = partStatusOf(part, log.status, l);
    const tookMs = part.startedAt && part.finishedAt ? Date.parse(part.finishedAt) - Date.parse(part.startedAt) : null;
    const took = tookMs === null ? null : tookText(tookMs, l);
    const group = log.parts.filter((one) => one.kind === part.kind);
    const name = part.kind === "text" ? t("text", { count: part.size }) : t(part.kind, { count: part.size });
    return {
      id: String(part.seq),
      kind,
      icon: part.kind === "text" ? <Type aria-hidden /> : <Image aria-hidden />,
      time: part.startedAt ? exactTime(part.startedAt) : part.status === "skipped" ? "–" : t("notYet"),
      title: group.length > 1 ? t("chunk", { part: name, index: part.chunk + 1 }) : name,
      status: <Status kind={kind}>{word}</Status>,
      text: (
        <>
          {[
            evidence(part),
            part.attempt > 1 && t("tried", { count: part.attempt }),
            next?.startedAt && part.waitAfterMs > 0 && t("waits", { took: tookText(part.waitAfterMs, l) }),
          ]
            .filter(Boolean)
            .join(" ")}
          {part.errorCode && part.status !== "sent" && (
            <CodeLink code={part.errorCode} kind="room" quiet className="ms-1.5" />
          )}
        </>
      ),
      took: part.status === "unknown" && took ? t("cut", { took }) : took,
      broken: part.status === "unknown",
      children:
        part.images.length > 0 ? (
          <div className="mt-1.5">
            <Pictures keys={part.images} />
          </div>
        ) : (
          part.text && (
            <p className="mt-1 line-clamp-3 max-w-[60ch] whitespace-pre-wrap border-line border-s-2 ps-2.5 text-ink-2 text-sm">
              {part.text}
            </p>
          )
        ),
    };
  }

  function evidence(part: LogPartDetail): string {
    const sentence = (code: string | null) => `${reasonText(code, l)}.`;
    switch (part.status) {
      case "sent":
        if (part.certainty === "delivered") return part.providerRef ? t("ref", { ref: part.providerRef }) : t("seen");
        return t(part.certainty === "handed_off" ? "handedOff" : "accepted");
      case "sending":
        return t("sending");
      case "pending":
        if (log.status === "deferred" && part.errorCode) return sentence(part.errorCode);
        return log.status === "missed" ? "" : t(log.status === "unknown" ? "held" : "pending");
      case "skipped":
        return sentence(part.errorCode ?? log.reasonCode);
      default:
        return sentence(part.errorCode);
    }
  }
}
