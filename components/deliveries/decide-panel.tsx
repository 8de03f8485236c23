"use client";
import { CircleCheck, Info, Send } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { StatusIcon } from "@/components/ui/status-icon";
import type { LogDetail } from "@/lib/deliveries/detail-queries";
import type { LogDecision } from "@/lib/deliveries/schema";
import { formatTime } from "@/lib/time/format";
import { partName } from "./detail-words";
import { Pictures } from "./pictures";
import { useDecide } from "./use-decide";
import { reasonText, whyOf } from "./why";

/** What only a person can answer: did it arrive, or shall it still go. */
export function DecidePanel({ log, mayDecide }: { log: LogDetail; mayDecide: boolean }) {
  const t = useTranslations("logDetail.ask");
  const d = useTranslations("logDetail");
  const l = useTranslations("logs");
  const { decide, isPending, isMade, decision: made } = useDecide(log.id);
  const off = mayDecide ? {} : { reason: t("mayNot") };
  // Until the page shows what was decided, nothing can be decided twice.
  const isOff = isPending || isMade;
  const busy = (decision: LogDecision) => isOff && made === decision;
  const act = (decision: LogDecision) => () => {
    if (!isOff) decide(decision);
  };
  const stuck = log.parts.find((part) => part.status === "unknown");
  if (log.status === "missed")
    return (
      <Panel
        kind="missed"
        title={t("missed")}
        text={t("missedWhy", { why: whyOf(log, l).text })}
        foot={t("missedFoot")}
        acts={
          <>
            <Button size="lg" busy={busy("resend")} onClick={act("resend")} {...off}>
              <Send aria-hidden />
              {t("sendNow")}
            </Button>
            {mayDecide && (
              <Button size="lg" variant="ghost" busy={busy("give_up")} onClick={act("give_up")}>
                {t("skip")}
              </Button>
            )}
          </>
        }
      />
    );
  if (log.status !== "unknown" || !stuck) return null;
  return (
    <Panel
      kind="unknown"
      title={stuck.kind === "text" ? t("text") : t("images", { count: stuck.images.length })}
      text={t("why", { why: reasonText(stuck.errorCode, l).replace(/\. .*$/, "") })}
      foot={[
        t("foot", { part: partName(stuck, d) }),
        stuck.askAt && t("askedAgain", { time: formatTime(new Date(stuck.askAt)) }),
      ]
        .filter(Boolean)
        .join(" ")}
      acts={
        <>
          <Button size="lg" busy={busy("delivered")} onClick={act("delivered")} {...off}>
            <CircleCheck aria-hidden />
            {t("yes")}
          </Button>
          {mayDecide && (
            <>
              <Button size="lg" busy={busy("resend")} onClick={act("resend")}>
                <Send aria-hidden />
                {t("again")}
              </Button>
              <Button size="lg" variant="ghost" busy={busy("give_up")} onClick={act("give_up")}>
                {t("stop")}
              </Button>
            </>
          )}
        </>
      }
    >
      {stuck.text ? (
        <blockquote className="line-clamp-4 max-w-[60ch] whitespace-pre-wrap border-(--c-border) border-s-2 ps-3 text-sm">
          {stuck.text}
        </blockquote>
      ) : (
        <Pictures keys={stuck.images} large />
      )}
    </Panel>
  );
}

type PanelProps = {
  kind: "unknown" | "missed";
  title: string;
  text: string;
  foot: string;
  acts: ReactNode;
  children?: ReactNode;
};

function Panel({ kind, title, text, foot, acts, children }: PanelProps) {
  return (
    <section
      aria-label={title}
      className={`${kind === "unknown" ? "is-unknown" : "is-failed"} overflow-hidden rounded-xl border border-(--c-border) bg-(--c-surface)`}
    >
      <div className="flex gap-3 px-5 pt-5 pb-4 max-md:px-4 max-md:pt-4">
        <span className="grid size-8 shrink-0 place-items-center rounded-md bg-surface text-(--c)">
          <StatusIcon kind={kind} />
        </span>
        <div className="min-w-0">
          <h2 className="font-semibold text-lg">{title}</h2>
          <p className="text-ink-2 text-sm">{text}</p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3 ps-16 pe-5 pb-5 max-md:px-4 max-md:pb-4">
        {children}
        <div className="flex flex-wrap gap-2 max-md:w-full max-md:*:w-full">{acts}</div>
      </div>
      <p className="flex gap-2 border-(--c-border) border-t px-5 py-3 text-ink-2 text-xs max-md:px-4">
        <Info className="mt-0.5 size-3.5 shrink-0 text-(--c)" aria-hidden />
        <span>{foot}</span>
      </p>
    </section>
  );
}
