"use client";
import { CornerDownLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import { useJumpPages } from "./jump-pages";

/** The pages by name: type, ↑ ↓, Enter. */
export function JumpDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const returnFocus = useReturnFocus();
  const [asked, setAsked] = useState("");
  const [at, setAt] = useState(0);
  const words = asked.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  const found = useJumpPages().filter((page) => words.every((word) => page.label.toLowerCase().includes(word)));
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const page = found[at];
    if (step) {
      const next = (at + step + found.length) % Math.max(found.length, 1);
      setAt(next);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && page) go(page.href);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <div data-scrim aria-hidden className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          {...returnFocus}
          aria-describedby={undefined}
          className="fixed top-[110px] left-1/2 z-50 w-[620px] max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-float outline-none max-md:top-4"
        >
          <Dialog.Title className="sr-only">{t("jump")}</Dialog.Title>
          <div className="flex items-center gap-2.5 border-line border-b px-[18px]">
            <Search className="size-4 shrink-0 text-ink-3" aria-hidden />
            <input
              role="combobox"
              aria-label={t("jumpLabel")}
              aria-expanded
              aria-controls={`${id}-pages`}
              aria-autocomplete="list"
              aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
              value={asked}
              onChange={(event) => {
                setAsked(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              placeholder={t("jumpHint")}
              autoComplete="off"
              className="h-[54px] min-w-0 grow bg-transparent text-lg outline-none"
            />
          </div>
          <div
            ref={list}
            id={`${id}-pages`}
            role="listbox"
            aria-label={t("jump")}
            className={cn("max-h-[min(420px,60dvh)] overflow-y-auto p-1.5", found.length === 0 && "hidden")}
          >
            {found.map(({ href, label, icon: Icon, group }, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the search box, which keeps the focus
              <div
                key={href}
                id={`${id}-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === at}
                onClick={() => go(href)}
                onMouseMove={() => setAt(i)}
                className={cn(
                  "flex min-h-[38px] cursor-pointer items-center gap-2 rounded-sm px-3 text-sm touch:min-h-11",
                  i === at && "bg-accent-soft text-accent-ink",
                )}
              >
                <Icon className={cn("size-4 shrink-0", i === at ? "text-accent-ink" : "text-ink-3")} aria-hidden />
                {label}
                {group && <small className="ms-auto text-ink-3 text-xs">{group}</small>}
              </div>
            ))}
          </div>
          <p
            role="status"
            className={cn("px-[18px] text-ink-2 text-sm", found.length ? "sr-only" : "py-6 text-center")}
          >
            {found.length === 0 && t("jumpNone")}
          </p>
          <p className="flex gap-4 border-line border-t px-4 py-[9px] text-ink-3 text-xs max-md:hidden" aria-hidden>
            <span className="inline-flex items-center gap-1.5">
              <Kbd>↑</Kbd>
              <Kbd>↓</Kbd>
              {t("jumpMove")}
            </span>
            <span className="inline-flex items-center gap-1.5">
              <Kbd>
                <CornerDownLeft />
              </Kbd>
              {t("jumpGo")}
            </span>
            <span className="inline-flex items-center gap-1.5">
              <Kbd>Esc</Kbd>
              {t("jumpClose")}
            </span>
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
