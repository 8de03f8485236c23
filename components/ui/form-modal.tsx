"use client";
import { CircleX } from "lucide-react";
import { type FormEvent, type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { Note } from "./note";
import { Modal } from "./overlay";

type Props = {
  title: ReactNode;
  description?: ReactNode;
  submitLabel: ReactNode;
  busy: boolean;
  /** What went wrong where no field is to blame. */
  problem: string | null;
  onSubmit: (event: FormEvent) => void;
  onClose: () => void;
  children: ReactNode;
};

/** A short form that must be answered or given up: its fields, what went wrong, and two buttons. */
export function FormModal({ title, description, submitLabel, busy, problem, onSubmit, onClose, children }: Props) {
  const c = useTranslations("common");
  const formId = useId();
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            {c("cancel")}
          </Button>
          <Button variant="primary" type="submit" form={formId} busy={busy}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="grid gap-5 pt-1">
        {problem && <Note role="alert" family="is-failed" icon={<CircleX />} title={problem} />}
        {children}
      </form>
    </Modal>
  );
}
