"use client";
import { Clock, Users } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Note } from "@/components/ui/note";
import { Sheet } from "@/components/ui/overlay";
import { thumbUrl } from "@/lib/images/image-url";
import { applyMerge, type Clash, type FieldName, type Merge } from "@/lib/schedules/merge-versions";
import { nextOccurrence } from "@/lib/schedules/recurrence";
import { recurrenceOf, ScheduleInput, validityOf } from "@/lib/schedules/schema";
import { formatDateTime } from "@/lib/time/format";
import { useFieldWords } from "./field-words";

type Side = "mine" | "theirs";
type Props = {
  merge: Merge;
  theirs: ScheduleInput;
  roomName: (id: number) => string;
  nowIso: string;
  busy: boolean;
  onClose: () => void;
  onSave: (merged: ScheduleInput) => void;
  onSaveAsNew: () => void;
};

/** Someone saved first: what only one of us changed merges itself, true collisions are asked, nothing is preselected. */
export function ConflictSheet({ merge, theirs, roomName, nowIso, busy, onClose, onSave, onSaveAsNew }: Props) {
  const t = useTranslations("compose.conflict");
  const fieldName = useTranslations("compose.fields");
  const runs = useTranslations("compose.runs");
  const locale = useLocale();
  const say = useFieldWords(roomName);
  const [choices, setChoices] = useState<Partial<Record<FieldName, Side>>>({});
  const left = merge.clashes.filter((clash) => !choices[clash.field]);
  const merged = applyMerge(theirs, merge, choices);
  const checked = ScheduleInput.safeParse(merged);
  const next = checked.success
    ? nextOccurrence(recurrenceOf(checked.data), validityOf(checked.data), new Date(nowIso))
    : null;
  const all = (side: Side) => setChoices(Object.fromEntries(merge.clashes.map((clash) => [clash.field, side])));
  return (
    <Sheet
      open
      onOpenChange={onClose}
      wide
      above={
        <span className="inline-flex h-6 items-center gap-1.5 rounded-full border border-(--c-border) bg-(--c-surface) px-2.5 font-medium text-(--c) text-xs is-deferred">
          <Users className="size-3.5" aria-hidden />
          {t("badge")}
        </span>
      }
      title={t("heading")}
      description={t("explain", { count: merge.clashes.length })}
      foot={
        <>
          <Button variant="ghost" onClick={onSaveAsNew} className="me-auto">
            {t("asNew")}
          </Button>
          {left.length > 0 && <span className="text-ink-2 text-sm">{t("left", { count: left.length })}</span>}
          <Button variant="primary" busy={busy} disabled={left.length > 0} onClick={() => onSave(merged)}>
            {t("save")}
          </Button>
        </>
      }
    >
      {merge.clashes.length > 0 && (
        <div className="overflow-hidden rounded-xl border border-line">
          <div className="grid grid-cols-[120px_1fr_1fr] items-center bg-sunken text-sm max-md:grid-cols-2">
            <span className="px-3 py-3 text-ink-2 max-md:col-span-2 max-md:pb-0">
              {t("clashes", { count: merge.clashes.length })}
            </span>
            {(["mine", "theirs"] as const).map((side) => (
              <span key={side} className="flex flex-wrap items-center gap-2 px-3 py-2 font-semibold">
                {t(side)}
                <Button size="sm" className="ms-auto" onClick={() => all(side)}>
                  {t("all")}
                </Button>
              </span>
            ))}
          </div>
          {merge.clashes.map((clash) => (
            <fieldset
              key={clash.field}
              className="grid grid-cols-[120px_1fr_1fr] border-line border-t text-sm max-md:grid-cols-2"
            >
              <legend className="sr-only">{fieldName(clash.field)}</legend>
              <div className="px-3 py-3 max-md:col-span-2 max-md:pb-0">
                <b className="block font-semibold">{fieldName(clash.field)}</b>
                <small className="text-ink-3 text-xs">{t("original", { value: say(clash.field, clash.base) })}</small>
              </div>
              {(["mine", "theirs"] as const).map((side) => (
                <label
                  key={side}
                  className={cn(
                    "flex cursor-pointer items-start gap-2.5 border-line border-s px-3 py-3",
                    choices[clash.field] === side && "bg-accent-soft outline-1 -outline-offset-1 outline-accent",
                  )}
                >
                  <input
                    type="radio"
                    name={`side-${clash.field}`}
                    checked={choices[clash.field] === side}
                    onChange={() => setChoices({ ...choices, [clash.field]: side })}
                    className="mt-1 accent-(--accent)"
                  />
                  <Value clash={clash} side={side} words={say(clash.field, clash[side])} />
                </label>
              ))}
            </fieldset>
          ))}
        </div>
      )}
      {merge.merged.length > 0 && (
        <section className="mt-6">
          <h3 className="mb-2 font-semibold text-base">
            {t("merged")}{" "}
            <small className="font-normal text-ink-3 text-sm">{t("mergedCount", { count: merge.merged.length })}</small>
          </h3>
          <ul className="divide-y divide-line rounded-xl border border-line text-sm">
            {merge.merged.map((one) => (
              <li
                key={one.field}
                className="grid grid-cols-[40px_112px_1fr_auto] gap-3 px-3 py-2.5 max-md:grid-cols-[40px_1fr]"
              >
                <span className="text-ink-3">{one.by === "mine" ? t("byMe") : t("byThem")}</span>
                <b className="font-medium">{fieldName(one.field)}</b>
                <span className="truncate">{say(one.field, one.value)}</span>
                <span className="truncate text-ink-3">{t("was", { value: say(one.field, one.base) })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Note
        className="mt-6"
        icon={<Clock aria-hidden />}
        title={next ? `${runs("scheduled")} · ${formatDateTime(next, locale)}` : runs("none")}
      />
    </Sheet>
  );
}

function Value({ clash, side, words }: { clash: Clash; side: Side; words: string }) {
  const keys =
    clash.field === "messageImages1" || clash.field === "messageImages2" ? (clash[side] as readonly string[]) : [];
  return (
    <span className="min-w-0">
      {keys.length > 0 && (
        <span className="mb-1 flex flex-wrap gap-1">
          {keys.map((key) => (
            // biome-ignore lint/performance/noImgElement: our own thumbnails; the optimizer is switched off
            <img key={key} src={thumbUrl(key)} alt="" className="size-10 rounded-sm border border-line object-cover" />
          ))}
        </span>
      )}
      <span className="line-clamp-6 whitespace-pre-line break-words">{words}</span>
    </span>
  );
}
