"use client";
import { FileSpreadsheet } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { GlyphBox } from "@/components/ui/glyph-box";

const ENDINGS = ".xlsx,.csv,.tsv,.txt";

type Words = { title: string; drop: string; help: string; choose: string };
type Props = {
  onFile: (file: File) => void;
  words: Words /** What else than a table it may be: `.json`. */;
  also?: string;
};

/** Takes one file, dropped or chosen. */
export function FileDrop({ onFile, words, also }: Props) {
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
      <legend className="sr-only">{words.title}</legend>
      <GlyphBox large family="is-accent">
        <FileSpreadsheet aria-hidden />
      </GlyphBox>
      <p className="mt-1 font-semibold">{words.drop}</p>
      <p className="max-w-[46ch] text-balance text-ink-2 text-sm">{words.help}</p>
      <input
        ref={input}
        type="file"
        accept={also ? `${ENDINGS},${also}` : ENDINGS}
        hidden
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      <Button variant="primary" className="mt-2" onClick={() => input.current?.click()}>
        {words.choose}
      </Button>
    </fieldset>
  );
}
