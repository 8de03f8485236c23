import { Check, ChevronDown } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Facts } from "@/components/ui/facts";
import { StatusIcon, type StatusKind, statusFamily } from "@/components/ui/status-icon";
import type { XrayStep } from "@/lib/diagnosis/xray-dto";
import { requestLocale, words } from "@/lib/i18n/words";
import { CodeLink } from "./code-link";
import { clockText, fieldText, noteText, stepText, tookText } from "./xray-words";

/** Bad, good, certainly not, or neither: a mark and a word for whoever doesn't see it. */
const lookOf = ({ ok, at }: XrayStep): { kind: StatusKind; mark: "good" | "bad" | "none" | "plain" } =>
  ok === false
    ? { kind: "failed", mark: "bad" }
    : ok
      ? { kind: "arrived", mark: "good" }
      : at === null
        ? { kind: "unreached", mark: "none" }
        : { kind: "scheduled", mark: "plain" };

/** One thing that happened or certainly didn't, and the record that says so one press away. */
export async function Step({ step, firstAt }: { step: XrayStep; firstAt: string }) {
  const [t, locale] = await Promise.all([words("xray"), requestLocale()]);
  const { kind, mark } = lookOf(step);
  const note = noteText(step.event, t);
  const { evidence } = step;
  const small = [
    step.at && clockText(step.at, firstAt, locale),
    step.ms !== null && tookText(step.ms, t),
    step.code && t("step.codeIs", { code: step.code }),
  ].filter(Boolean);
  const facts: [string, React.ReactNode][] = [
    [t("step.record"), t(`step.kinds.${evidence.kind}`)],
    [t("step.where"), <code key="table">{evidence.table}</code>],
    ...(evidence.id === null ? [] : [[t("step.row"), String(evidence.id)] as [string, string]]),
    ...Object.entries(evidence.fields).map(([name, value]): [string, React.ReactNode] => [
      fieldText(name, t),
      valueText(value),
    ]),
  ];
  function valueText(value: string | number | boolean | null) {
    if (value === null || value === "") return t("step.none");
    if (typeof value === "boolean") return t(value ? "step.yes" : "step.no");
    if (typeof value === "number") return value.toLocaleString("en");
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? (
      <time dateTime={value} title={value}>
        {clockText(value, firstAt, locale)}
      </time>
    ) : (
      <span className="break-words">{value}</span>
    );
  }
  return (
    <li className={cn("border-line border-t first:border-t-0", statusFamily(kind))}>
      <details className="group/step">
        <summary className="-mx-2 grid cursor-pointer list-none grid-cols-[16px_minmax(0,1fr)_14px] gap-x-2 rounded-sm px-2 py-[7px] outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
          {mark === "good" ? (
            <Check className="mt-[3px] size-3.5 text-(--c)" aria-hidden />
          ) : (
            <StatusIcon kind={kind} className="mt-[3px] size-3.5 text-(--c)" />
          )}
          <span className="min-w-0 break-words">
            {t(`step.marks.${mark}`) && <span className="sr-only">{t(`step.marks.${mark}`)}: </span>}
            {stepText(step.event, step.values, t, locale)}
            {small.length > 0 && (
              <small className="block break-words text-ink-3 text-xs tabular-nums">{small.join(" · ")}</small>
            )}
          </span>
          <ChevronDown
            className="mt-1 size-3.5 text-ink-3 transition-transform group-open/step:rotate-180"
            aria-hidden
          />
        </summary>
        <div className="grid gap-1.5 pt-0.5 pb-3 ps-6">
          {note && <p className="text-ink-2 text-xs">{note}</p>}
          <Facts facts={facts} className="grid-cols-[72px_minmax(0,1fr)] gap-y-1 text-xs" />
          {step.code && <CodeLink code={step.code} className="justify-self-start" />}
        </div>
      </details>
    </li>
  );
}
