"use client";
import { FileSpreadsheet } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { GlyphBox } from "@/components/ui/glyph-box";

const ENDINGS = ".xlsx,.csv,.tsv,.txt";

/** Takes one file, dropped or chosen. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const t = useTranslations("customers.import");
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null) => files?.[0] && onFile(files[0]);
  return (
    <fieldset
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      className={cn(
        "grid justify-items-center gap-2 rounded-xl border border-line-strong border-dashed px-6 py-12 text-center",
        isOver ? "border-accent bg-accent-soft" : "bg-surface",
      )}
    >
      <legend className="sr-only">{t("title")}</legend>
      <GlyphBox large family="is-accent">
        <FileSpreadsheet aria-hidden />
      </GlyphBox>
      <p className="mt-1 font-semibold">{t("drop")}</p>
      <p className="max-w-[46ch] text-balance text-ink-2 text-sm">{t("dropHelp")}</p>
      <input
        ref={input}
        type="file"
        accept={ENDINGS}
        hidden
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      <Button variant="primary" className="mt-2" onClick={() => input.current?.click()}>
        {t("choose")}
      </Button>
    </fieldset>
  );
}
