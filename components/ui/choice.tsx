"use client";
import { Check, Minus } from "lucide-react";
import { type ComponentProps, type ReactNode, useCallback, useId } from "react";
import { cn } from "./cn";
import { assignRef } from "./lazy-trigger";

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

type SwitchProps = Omit<ComponentProps<"button">, "onChange" | "children" | "type" | "role"> & {
  /** Its name; show words beside it where they aren't in the row already. */
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Why it can't be switched now. */
  reason?: string;
  /** Neutral instead of teal: rows of a table, faults of the sandbox. */
  quiet?: boolean;
};

/** On or off, at once. */
export function Switch({ label, checked, onChange, reason, quiet = false, className, ...rest }: SwitchProps) {
  return (
    <button
      {...rest}
      {...(reason ? { "aria-disabled": true, title: reason } : { onClick: () => onChange(!checked) })}
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      className={cn(
        "group relative inline-flex shrink-0 items-center rounded-full align-middle touch:after:absolute touch:after:-inset-x-[7px] touch:after:-inset-y-[13px]",
        className,
      )}
    >
      <span
        className={cn(
          "relative rounded-full bg-line-field transition-colors duration-(--motion-fast) group-disabled:opacity-50 group-aria-disabled:opacity-50",
          quiet
            ? "h-4 w-[27px] group-aria-checked:bg-ink-2"
            : "h-[18px] w-[30px] group-aria-checked:bg-accent max-md:h-5 max-md:w-[34px]",
        )}
      >
        <span
          className={cn(
            "absolute top-0.5 left-0.5 rounded-full bg-surface transition-transform duration-(--motion-fast) ease-out",
            quiet
              ? "size-3 group-aria-checked:translate-x-[11px]"
              : "size-3.5 group-aria-checked:translate-x-3 group-aria-checked:bg-on-accent max-md:size-4 max-md:group-aria-checked:translate-x-3.5",
          )}
        />
      </span>
    </button>
  );
}

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & {
  /** Some but not all. */
  mixed?: boolean;
  /** Words beside the box; without them give it an `aria-label`. */
  label?: ReactNode;
};

export function Checkbox({ mixed = false, label, className, ref, ...rest }: CheckboxProps) {
  const both = useCallback(
    (box: HTMLInputElement | null) => {
      if (box) box.indeterminate = mixed;
      assignRef(ref, box);
    },
    [mixed, ref],
  );
  const box = (
    <span className={cn("relative inline-grid size-4 shrink-0 place-items-center align-middle", !label && className)}>
      <input
        {...rest}
        ref={both}
        type="checkbox"
        className="peer absolute -inset-1 z-1 m-0 size-6 cursor-[inherit] appearance-none opacity-0 touch:-inset-3.5 touch:size-11"
      />
      <span
        aria-hidden
        className={cn(
          "grid size-4 place-items-center rounded-[4px] border-[1.5px] peer-checked:border-accent peer-checked:bg-accent peer-checked:text-on-accent peer-disabled:border-line-strong peer-disabled:bg-sunken peer-focus-visible:outline-2 peer-focus-visible:outline-focus peer-focus-visible:outline-offset-2",
          mixed ? "border-accent bg-accent text-on-accent" : "border-line-field bg-surface text-transparent",
          "peer-disabled:peer-checked:text-ink-3",
        )}
      >
        {mixed ? <Minus className="size-3" strokeWidth={3} /> : <Check className="size-3" strokeWidth={3} />}
      </span>
    </span>
  );
  if (!label) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is in `box`
    <label className={cn("base:inline-flex items-center gap-2 has-disabled:text-ink-3 touch:min-h-11", className)}>
      {box}
      <span>{label}</span>
    </label>
  );
}
