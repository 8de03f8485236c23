"use client";
import { Check, Minus } from "lucide-react";
import { type ComponentProps, type ReactNode, useCallback } from "react";
import { cn } from "./cn";
import { assignRef } from "./lazy-trigger";

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
