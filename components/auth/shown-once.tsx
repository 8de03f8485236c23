"use client";
import { Check, Copy, KeyRound } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";

type Props = { title: string; help: string; secret: string; onDone?: () => void };

/** A secret that is shown this once: select it, copy it, put it away. */
export function ShownOnce({ title, help, secret, onDone }: Props) {
  const t = useTranslations("auth.mine");
  const [isCopied, setCopied] = useState(false);
  const text = useRef<HTMLElement>(null);
  useEffect(() => {
    text.current?.scrollIntoView({ block: "nearest" });
  }, []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // No clipboard without https: the person copies what is selected.
      if (text.current) getSelection()?.selectAllChildren(text.current);
    }
  }
  return (
    <Note role="status" family="is-deferred" icon={<KeyRound />} title={title}>
      <p>{help}</p>
      <code
        ref={text}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long secrets scroll, and scrolling needs the keyboard
        tabIndex={0}
        className="mt-2 block overflow-x-auto rounded-sm border border-line bg-surface px-2.5 py-2 font-mono text-ink text-sm [word-break:break-all]"
      >
        {secret}
      </code>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="sm" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {isCopied ? t("copied") : t("copy")}
        </Button>
        {onDone && (
          <Button size="sm" variant="ghost" onClick={onDone}>
            {t("done")}
          </Button>
        )}
      </div>
    </Note>
  );
}
