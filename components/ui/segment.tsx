"use client";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

type Option<T extends string> = { value: T; label: ReactNode };
type SegmentProps<T extends string> = {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
  disabled?: boolean;
  className?: string;
};

/** Two to four modes of the same thing: radio buttons that look like one control. */
export function Segment<T extends string>({
  label,
  value,
  options,
  onChange,
  disabled = false,
  className,
}: SegmentProps<T>) {
  const name = useId();
  return (
    <fieldset
      className={cn("inline-flex min-w-0 rounded-md border border-line bg-sunken p-0.5 max-md:flex", className)}
      disabled={disabled}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative grid h-7 place-items-center whitespace-nowrap rounded-sm px-3 font-medium text-ink-2 text-sm has-checked:bg-raised has-checked:font-semibold has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-disabled:text-ink-off has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 touch:h-11 max-md:flex-1 max-md:px-1.5"
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 size-full cursor-[inherit] opacity-0"
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
