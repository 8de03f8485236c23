import { CircleX } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type FieldWires = { id: string; "aria-describedby"?: string; "aria-invalid"?: true; "aria-required"?: true };

type Common = {
  label: ReactNode;
  /** Grey words beside the label. */
  note?: ReactNode;
  /** Line under the control while nothing is wrong. */
  help?: ReactNode;
  error?: ReactNode;
  /** Right end of the label line. */
  end?: ReactNode;
  className?: string;
};

const LABEL = "min-w-0 font-medium text-sm";
const Beside = ({ note }: { note: ReactNode }) => (
  // The space keeps the two words apart for those who hear them.
  <span className="ms-0.5 font-normal text-ink-3"> {note}</span>
);

function Says({ id, error, help }: { id: string; error?: ReactNode; help?: ReactNode }) {
  if (!error && !help) return null;
  return (
    <p id={id} className={cn("flex gap-1.5 text-xs", error ? "text-failed" : "text-ink-3")}>
      {error && <CircleX className="mt-0.5 size-3.5 shrink-0" aria-hidden />}
      <span className="min-w-0">{error || help}</span>
    </p>
  );
}

type FieldProps = Common & { id?: string; required?: boolean; children: (wires: FieldWires) => ReactNode };

/** Label, control, help and error, wired together for screen readers. The error takes the help's place, so nothing jumps far. */
export function Field({ id, label, note, help, error, required, end, className, children }: FieldProps) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const helpId = `${controlId}-help`;
  return (
    <div className={cn("grid min-w-0 content-start gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={controlId} className={LABEL}>
          {label}
          {note && <Beside note={note} />}
        </label>
        {end && <span className="shrink-0 text-ink-3 text-xs">{end}</span>}
      </div>
      {children({
        id: controlId,
        ...(error || help ? { "aria-describedby": helpId } : {}),
        ...(error ? { "aria-invalid": true } : {}),
        ...(required ? { "aria-required": true } : {}),
      })}
      <Says id={helpId} error={error} help={help} />
    </div>
  );
}

type GroupProps = Common & { children: ReactNode };

/** The same around several controls that are one answer: weekdays, a date with a time, radio buttons, a segment. */
export function FieldGroup({ label, note, help, error, end, className, children }: GroupProps) {
  const id = useId();
  const says = error || help;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend can't stand in a flex line, so the group is named by its label
    <div
      role="group"
      {...(error && { "data-wrong": "" })}
      aria-labelledby={`${id}-label`}
      aria-describedby={says ? `${id}-help` : undefined}
      className={cn("grid min-w-0 content-start gap-1.5", className)}
    >
      <div className="flex items-baseline justify-between gap-3">
        <span id={`${id}-label`} className={LABEL}>
          {label}
          {note && <Beside note={note} />}
        </span>
        {end && <span className="shrink-0 text-ink-3 text-xs">{end}</span>}
      </div>
      {children}
      <Says id={`${id}-help`} error={error} help={help} />
    </div>
  );
}
