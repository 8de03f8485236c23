"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Sheet } from "@/components/ui/overlay";
import { Textarea } from "@/components/ui/textarea";
import { type RecipientRow, rowsOfPaste } from "@/lib/messages/recipient-rows";
import { FoundRows } from "./found-rows";

type Props = { open: boolean; onClose: () => void; onAdd: (rows: RecipientRow[]) => void };

/** Cells copied from a spreadsheet, or numbers one after another. */
export function PasteSheet({ open, onClose, onAdd }: Props) {
  const t = useTranslations("messageCompose.paste");
  const c = useTranslations("common");
  const [text, setText] = useState("");
  const read = rowsOfPaste(text);
  const add = () => {
    onAdd(read.rows);
    setText("");
    onClose();
  };
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t("title")}
      description={t("text")}
      foot={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button variant="primary" disabled={read.rows.length === 0} onClick={add}>
            {t("add", { count: read.rows.length })}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label={t("label")} help={t("help")}>
          {(wires) => (
            <Textarea
              {...wires}
              value={text}
              onChange={(event) => setText(event.target.value)}
              rows={10}
              spellCheck={false}
              placeholder={t("example")}
              className="max-h-[50vh] tabular-nums"
            />
          )}
        </Field>
        <FoundRows found={read} />
      </div>
    </Sheet>
  );
}
