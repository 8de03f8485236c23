import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type FieldWires = { id: string; "aria-describedby"?: string; "aria-invalid"?: true; "aria-required"?: true };

type Props = {
  id: string;
  label: ReactNode;
  /** Grey words beside the label. */
  note?: ReactNode;
  /** Line under the control while nothing is wrong. */
  help?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** Right end of the label line. */
  end?: ReactNode;
  className?: string;
  children: (wires: FieldWires) => ReactNode;
};

/** Label, control, help and error, wired together for screen readers. The error takes the help's place, so nothing jumps far. */
export function Field({ id, label, note, help, error, required, end, className, children }: Props) {
  const helpId = `${id}-help`;
  const says = error ?? help;
  return (
    <div className={cn("grid content-start gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
          {note && <span className="ms-1.5 font-normal text-ink-3">{note}</span>}
        </label>
        {end && <span className="text-ink-3 text-xs">{end}</span>}
      </div>
      {children({
        id,
        ...(says ? { "aria-describedby": helpId } : {}),
        ...(error ? { "aria-invalid": true } : {}),
        ...(required ? { "aria-required": true } : {}),
      })}
      {says && (
        <p id={helpId} className={cn("flex gap-1.5 text-xs", error ? "text-failed" : "text-ink-3")}>
          {error && <CircleX className="mt-0.5 size-3.5 shrink-0" aria-hidden />}
          <span>{says}</span>
        </p>
      )}
    </div>
  );
}
