"use client";
import { CalendarDays } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { formatWeekday } from "@/lib/time/format";
import { instantOf, parseDate } from "@/lib/time/kst";
import { IconButton } from "./button";
import { readDate } from "./calendar-days";
import type { FieldWires } from "./field";
import { Input } from "./input";
import { partOf } from "./load-part";
import { Popover } from "./popover";

type Props = Partial<FieldWires> & {
  /** `YYYY-MM-DD`, or null while nothing is chosen. */
  value: string | null;
  onChange: (date: string | null) => void;
  /** Today, `YYYY-MM-DD`, by the server's clock. */
  today: string;
  min?: string;
  max?: string;
  /** Red days and their names. */
  holidays?: Readonly<Record<string, string>>;
  disabled?: boolean;
  onBlur?: () => void;
  className?: string;
};

const monthGrid = partOf(() => import("./month-grid").then((module) => module.MonthGrid));

/** A day, typed (`12/24`, `20261224`) or chosen from a month. What can't be read goes back to what was there. */
export function DatePicker({
  value,
  onChange,
  today,
  min,
  max,
  holidays,
  disabled = false,
  onBlur,
  className,
  ...wires
}: Props) {
  const t = useTranslations("common");
  const locale = useLocale();
  const [text, setText] = useState(value ?? "");
  const [open, setOpen] = useState(false);
  useEffect(() => setText(value ?? ""), [value]);
  const day = value === null ? null : parseDate(value);
  const settle = () => {
    const read = text.trim() === "" ? null : (readDate(text, Number(today.slice(0, 4))) ?? value);
    setText(read ?? "");
    if (read !== value) onChange(read);
    onBlur?.();
  };
  return (
    <Input
      {...wires}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === "Enter" && settle()}
      disabled={disabled}
      placeholder={today}
      inputMode="numeric"
      autoComplete="off"
      {...(className && { className })}
      unit={day !== null && `(${formatWeekday(instantOf(day), locale)})`}
      action={
        <Popover
          open={open}
          onOpenChange={setOpen}
          label={t("calendar")}
          align="end"
          className="p-1.5"
          trigger={
            <IconButton label={t("openCalendar")} size="sm" disabled={disabled} className="me-1">
              <CalendarDays aria-hidden />
            </IconButton>
          }
          body={monthGrid}
          given={{
            value,
            today,
            ...(min && { min }),
            ...(max && { max }),
            ...(holidays && { holidays }),
            onChoose: (date) => {
              onChange(date);
              setOpen(false);
            },
          }}
        />
      }
    />
  );
}
