import type { ComponentProps } from "react";
import { cn } from "./cn";

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
