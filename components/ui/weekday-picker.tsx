"use client";
import { useTranslations } from "use-intl";
import { type Weekday, weekdays } from "@/db/enums";
import { cn } from "./cn";

type Props = {
  value: readonly Weekday[];
  /** Always in the order of the week, Monday first. */
  onChange: (days: Weekday[]) => void;
  disabled?: boolean;
  className?: string;
};

/** Any of the seven days; stands in a `FieldGroup` that names it. */
export function WeekdayPicker({ value, onChange, disabled = false, className }: Props) {
  const t = useTranslations("common");
  const toggle = (day: Weekday) =>
    onChange(weekdays.filter((one) => (one === day ? !value.includes(day) : value.includes(one))));
  return (
    <div className={cn("flex gap-1.5 max-md:justify-between max-md:gap-0.5", className)}>
      {weekdays.map((day) => (
        <button
          key={day}
          type="button"
          disabled={disabled}
          aria-pressed={value.includes(day)}
          aria-label={t(`weekdayNames.${day}`)}
          onClick={() => toggle(day)}
          className={cn(
            "relative grid size-9 shrink-0 place-items-center rounded-full border border-line-strong bg-surface font-medium text-ink-2 text-sm hover:bg-hover disabled:bg-sunken disabled:text-ink-off aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:font-semibold aria-pressed:text-on-accent disabled:aria-pressed:border-line-strong disabled:aria-pressed:bg-pressed disabled:aria-pressed:text-ink-3 touch:size-10 touch:after:absolute touch:after:-inset-[3px]",
            day === "saturday" && "not-aria-pressed:text-sending",
            day === "sunday" && "not-aria-pressed:text-failed",
          )}
        >
          {t(`weekdays.${day}`)}
        </button>
      ))}
    </div>
  );
}
