"use client";
import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { useDropzone } from "react-dropzone";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Note } from "@/components/ui/note";
import { Sheet } from "@/components/ui/overlay";
import type { ReadRows, RecipientRow } from "@/lib/messages/recipient-rows";
import { FoundRows } from "./found-rows";
import { type FileProblem, MOST_FILE_BYTES, MOST_ROWS, readRecipientFile } from "./read-file";

type Props = { open: boolean; onClose: () => void; onAdd: (rows: RecipientRow[]) => void };
type State = { name: string; found: ReadRows } | { name: string; problem: FileProblem } | null;

/** A CSV or xlsx file with recipients. It is read here; only what is sent leaves the browser. */
export function FileSheet({ open, onClose, onAdd }: Props) {
  const t = useTranslations("messageCompose.file");
  const c = useTranslations("common");
  const [state, setState] = useState<State>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setState({ name: file.name, ...(await readRecipientFile(file)) });
    setBusy(false);
  };
  const zone = useDropzone({ multiple: false, onDrop: (files, refused) => void take(files[0] ?? refused[0]?.file) });
  const found = state && "found" in state ? state.found : null;
  const add = () => {
    if (found) onAdd(found.rows);
    setState(null);
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
          <Button variant="primary" disabled={!found} onClick={add}>
            {t("add", { count: found?.rows.length ?? 0 })}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div
          {...zone.getRootProps({ role: "button", "aria-label": t("choose") })}
          className={cn(
            "grid cursor-pointer justify-items-center gap-2 rounded-xl border border-line-strong border-dashed px-4 py-10 text-center text-ink-2 text-sm",
            zone.isDragActive && "border-accent bg-accent-soft",
          )}
        >
          <input {...zone.getInputProps({ accept: ".csv,.tsv,.txt,.xlsx" })} />
          <FileSpreadsheet className="size-6 text-ink-3" aria-hidden />
          <b className="font-semibold text-ink">{busy ? t("reading") : t("drop")}</b>
          <span>{t("kinds")}</span>
        </div>
        {state && "problem" in state && (
          <Note family="is-failed" role="alert" title={state.name}>
            {t(`problem.${state.problem}`, {
              rows: MOST_ROWS.toLocaleString(),
              megabytes: MOST_FILE_BYTES / 1024 / 1024,
            })}
          </Note>
        )}
        {found && <FoundRows found={found} />}
      </div>
    </Sheet>
  );
}
