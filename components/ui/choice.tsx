"use client";
import { type ComponentProps, type ReactNode, useId } from "react";
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
      className={cn("inline-flex rounded-md border border-line bg-sunken p-0.5 max-md:flex", className)}
      disabled={disabled}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="grid h-7 place-items-center whitespace-nowrap rounded-sm px-3 font-medium text-ink-2 text-sm has-checked:bg-raised has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-focus max-md:h-10 max-md:flex-1 max-md:px-1.5"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
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

/** On or off, at once. `label` is its name; show words beside it where they aren't in the row already. */
export function Switch({
  label,
  checked,
  onChange,
  disabled = false,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className="group inline-flex h-6 w-7 shrink-0 items-center max-md:h-11 max-md:w-11 max-md:justify-center"
    >
      <span className="relative h-4 w-7 rounded-full bg-ink-off transition-colors group-aria-checked:bg-ink-2 group-disabled:opacity-50">
        <span className="absolute top-0.5 left-0.5 size-3 rounded-full bg-surface transition-transform group-aria-checked:translate-x-3" />
      </span>
    </button>
  );
}

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { mixed?: boolean };

export function Checkbox({ mixed = false, className, ...rest }: CheckboxProps) {
  return (
    <input
      {...rest}
      type="checkbox"
      ref={(box) => {
        if (box) box.indeterminate = mixed;
      }}
      className={cn("size-4 shrink-0 rounded-sm accent-(--accent) max-md:size-5", className)}
    />
  );
}
