"use client";
import { Check } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { ScheduleInput } from "@/lib/schedules/schema";
import type { RoomOption } from "./compose-types";
import type { FormValues } from "./form-values";

const STEP_OF: Partial<Record<string, "content" | "time">> = {
  messageText: "content",
  messageImages1: "content",
  messageImages2: "content",
  sendIntervalSeconds: "content",
  mediaWaitTime1: "content",
  mediaWaitTime2: "content",
  scheduleDate: "time",
  scheduleTime: "time",
  scheduleWeekdays: "time",
  validFrom: "time",
  validUntil: "time",
};

/** Which of the four steps are done; each leads to its part of the form. */
export function StepMarks({ values, room }: { values: FormValues; room: RoomOption | undefined }) {
  const t = useTranslations("compose");
  const parsed = ScheduleInput.safeParse(values);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => STEP_OF[String(issue.path[0])]));
  const steps = [
    { key: "room" as const, done: room !== undefined, href: "#step-room" },
    { key: "content" as const, done: !wrong.has("content"), href: "#step-content" },
    { key: "time" as const, done: !wrong.has("time"), href: "#step-time" },
    { key: "check" as const, done: parsed.success, href: "#preview" },
  ];
  const now = steps.findIndex((step) => !step.done);
  return (
    <nav aria-label={t("stepsLabel")}>
      <ol className="flex flex-wrap items-center gap-1.5 font-medium text-ink-3 text-sm">
        {steps.map((step, i) => (
          <li key={step.key} className="flex items-center gap-1.5" aria-current={i === now ? "step" : undefined}>
            {i > 0 && <i aria-hidden className="mx-0.5 h-px w-5 bg-line-strong max-md:w-2.5" />}
            <a
              href={step.href}
              className={cn("flex items-center gap-1.5 rounded-sm", i === now && "font-semibold text-ink")}
            >
              <b
                className={cn(
                  "grid size-5 place-items-center rounded-full border font-semibold text-xs",
                  i === now
                    ? "border-accent bg-accent text-on-accent"
                    : step.done
                      ? "border-accent-line bg-accent-soft text-accent-ink"
                      : "border-line-strong",
                )}
              >
                {step.done ? <Check className="size-3" aria-hidden /> : i + 1}
              </b>
              {/* Four names don't fit a phone: there the current one stands alone. */}
              <span className={cn(i !== now && "max-md:sr-only")}>{t(`steps.${step.key}`)}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
