"use client";
import { Check, Clock } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { readTime } from "./calendar-days";
import { cn } from "./cn";
import type { FieldWires } from "./field";
import { Input } from "./input";

type Props = Partial<FieldWires> & {
  /** `HH:mm`, or null while nothing is chosen. */
  value: string | null;
  onChange: (time: string | null) => void;
  /** Minutes between the times on offer; others can be typed. */
  stepMinutes?: number;
  disabled?: boolean;
  onBlur?: () => void;
  className?: string;
};

const times = (step: number) =>
  Array.from({ length: Math.floor(1440 / step) }, (_, i) => {
    const minutes = i * step;
    return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  });

/** A time of day in Korea, typed (`1830`, `오후 6:30`) or chosen from a list. */
export function TimePicker({
  value,
  onChange,
  stepMinutes = 30,
  disabled = false,
  onBlur,
  className,
  ...wires
}: Props) {
  const t = useTranslations("common");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(value ?? "");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const options = times(stepMinutes);
  useEffect(() => setText(value ?? ""), [value]);

  const show = () => {
    const near = readTime(text) ?? value ?? "09:00";
    const index = options.findLastIndex((option) => option <= near);
    setAt(index);
    setOpen(true);
    requestAnimationFrame(() => list.current?.children[index]?.scrollIntoView({ block: "center" }));
  };
  const choose = (time: string | null) => {
    setText(time ?? "");
    setOpen(false);
    if (time !== value) onChange(time);
  };
  const settle = () => choose(text.trim() === "" ? null : (readTime(text) ?? value));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return show();
      const next = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), options.length - 1);
      setAt(next);
      setText(options[next]!);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      if (open) event.preventDefault();
      settle();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className={cn("relative", className)}>
      <Input
        {...wires}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-times`}
        aria-autocomplete="none"
        aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onClick={() => !open && show()}
        onKeyDown={onKeyDown}
        onBlur={() => {
          settle();
          onBlur?.();
        }}
        disabled={disabled}
        placeholder="09:00"
        inputMode="numeric"
        autoComplete="off"
        lead={<Clock />}
        unit={
          <abbr title={t("kst")} className="no-underline">
            KST
          </abbr>
        }
      />
      <div
        ref={list}
        id={`${id}-times`}
        role="listbox"
        tabIndex={-1}
        aria-label={t("times")}
        hidden={!open}
        className="absolute top-full left-0 z-30 mt-1.5 grid max-h-56 w-32 gap-0.5 overflow-y-auto rounded-xl bg-raised p-1.5 text-sm shadow-float"
      >
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field, which keeps the focus
          <div
            key={option}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={option === value}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
            className={cn(
              "flex min-h-8 cursor-pointer items-center justify-between rounded-sm px-2.5 touch:min-h-11 [&_svg]:size-3.5",
              option === value
                ? "bg-accent-soft text-accent-ink hover:bg-hover"
                : i === at
                  ? "bg-hover"
                  : "hover:bg-hover",
            )}
          >
            {option}
            {option === value && <Check aria-hidden />}
          </div>
        ))}
      </div>
    </div>
  );
}
