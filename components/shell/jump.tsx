"use client";
import { Search } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Kbd } from "@/components/ui/kbd";
import { partOf, usePart } from "@/components/ui/load-part";

const jumpDialog = partOf(() => import("./jump-dialog").then((module) => module.JumpDialog));

const never = () => () => {};
const isMac = () => /Mac|iP(hone|ad)/.test(navigator.platform);

/** ⌘K or Ctrl K: go to a page by its name. */
export function Jump() {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const [isNear, setNear] = useState(false);
  const JumpDialog = usePart(jumpDialog, open || isNear);
  const mac = useSyncExternalStore(never, isMac, () => false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.isComposing) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        onPointerEnter={() => setNear(true)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        className="flex h-8 w-[236px] shrink-0 items-center gap-2 rounded-md border border-line bg-canvas ps-2.5 pe-1.5 text-ink-3 hover:bg-hover max-lg:w-auto max-lg:pe-2.5 max-md:size-11 max-md:justify-center max-md:border-0 max-md:bg-transparent max-md:p-0 max-md:text-ink-2"
      >
        <Search className="size-4 shrink-0" aria-hidden />
        <span className="grow whitespace-nowrap text-start max-lg:sr-only">{t("jump")}</span>
        <Kbd className="max-lg:hidden">{mac ? "⌘K" : "Ctrl K"}</Kbd>
      </button>
      {JumpDialog && open && <JumpDialog onClose={() => setOpen(false)} />}
    </>
  );
}
