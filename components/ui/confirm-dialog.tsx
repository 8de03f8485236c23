"use client";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { Field } from "./field";
import { Input } from "./input";
import { Modal } from "./overlay";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The question: what, and how many. */
  title: ReactNode;
  /** What is lost, and that it can't be undone. */
  description: ReactNode;
  /** The words to type, such as `41장 지우기`; also the button's label. Without it the button works at once. */
  phrase?: string;
  /** Label of the button where nothing has to be typed. */
  confirmLabel?: ReactNode;
  /** May be slow: the button is busy meanwhile and the dialog closes afterwards. Throwing keeps it open. */
  onConfirm: () => void | Promise<void>;
  children?: ReactNode;
};

/** Only for what can't be undone: the person types what will happen. Everything else is done at once with an undo. */
export function ConfirmDialog(props: Props) {
  const { open, onOpenChange, title, description } = props;
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={title} description={description}>
      {open && <Body {...props} />}
    </Modal>
  );
}

function Body({ phrase, confirmLabel, onConfirm, onOpenChange, children }: Props) {
  const t = useTranslations("common");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const ready = !phrase || typed.trim().replace(/\s+/g, " ") === phrase;
  const confirm = async () => {
    if (!ready || busy) return;
    setBusy(true);
    try {
      await onConfirm();
      onOpenChange(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void confirm().catch(() => {});
      }}
    >
      {children}
      {phrase && (
        <Field label={t.rich("typeToConfirm", { phrase, b: (words) => <b>{words}</b> })}>
          {(wires) => (
            <Input
              {...wires}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      )}
      <div className="flex justify-end gap-2 max-md:[&>button]:flex-1">
        <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
        <Button variant="danger" type="submit" busy={busy} disabled={!ready}>
          {phrase ?? confirmLabel}
        </Button>
      </div>
    </form>
  );
}
