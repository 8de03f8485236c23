"use client";
import { FileQuestion, FileX, ImageOff } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { StatusIcon } from "@/components/ui/status-icon";
import type { ImageVerdict } from "@/db/enums";
import { pictureUrl } from "@/lib/image-sync/picture-url";
import type { FindingDto } from "@/lib/image-sync/run-dto";
import { nameOf } from "./finding-words";

type Props = {
  runId: number;
  items: readonly FindingDto[];
  index: number;
  hasMore: boolean;
  isBusy: boolean;
  onShow: (id: number) => void;
  onStep: (by: number) => void;
  onMore: () => void;
};

const FILELESS: readonly ImageVerdict[] = ["ghost", "expired_pending"];

/** What is to be looked at, in order. One stop for Tab: inside, the arrows and J, K move. */
export function Queue({ runId, items, index, hasMore, isBusy, onShow, onStep, onMore }: Props) {
  const t = useTranslations("imageReview");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = list.current;
    const row = box?.children[index];
    if (!box || !(row instanceof HTMLElement)) return;
    // Inside its own frame only: the page must not move under who reads it.
    const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  }, [index]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -items.length, End: items.length }[
      event.key
    ];
    if (!by) return;
    event.preventDefault();
    onStep(by);
  };
  return (
    <>
      <div
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={t("queue.label")}
        aria-activedescendant={items[index] ? `${id}-${items[index].id}` : undefined}
        onKeyDown={onKeyDown}
        className="relative max-h-[420px] overflow-y-auto p-1.5 outline-none focus-visible:outline-2 focus-visible:outline-focus focus-visible:-outline-offset-2"
      >
        {items.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's
          <div
            key={item.id}
            id={`${id}-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === index}
            onClick={() => onShow(item.id)}
            className={cn(
              "flex min-h-10 cursor-pointer items-center gap-2.5 rounded-sm px-2 py-1 text-sm",
              i === index ? "bg-accent-soft font-medium" : "hover:bg-hover",
            )}
          >
            <Thumb runId={runId} item={item} />
            <span className="min-w-0 grow truncate" translate="no">
              {nameOf(item)}
            </span>
            <Outcome item={item} />
          </div>
        ))}
      </div>
      {hasMore && (
        <div className="flex justify-center border-line border-t p-2">
          <Button variant="ghost" size="sm" busy={isBusy} onClick={onMore}>
            {t("queue.more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** What is decided or done stands where its kind stood. */
function Outcome({ item }: { item: FindingDto }) {
  const t = useTranslations("imageReview");
  if (item.op && item.op.state !== "planned") {
    const key = item.op.state as "done";
    const kind = ({ done: "arrived", failed: "failed", conflict: "failed" } as const)[key as "done"] ?? "skipped";
    return (
      <span className="inline-flex shrink-0 items-center gap-1 text-ink-2 text-xs">
        <StatusIcon kind={kind} className="size-3.5" />
        {t.has(`ops.${key}`) ? t(`ops.${key}`) : key}
      </span>
    );
  }
  if (item.decision !== "open")
    return (
      <span className="inline-flex shrink-0 items-center gap-1 text-accent-ink text-xs">
        <StatusIcon kind="arrived" className="size-3.5" />
        {t(`decisions.${item.decision}`)}
      </span>
    );
  return <span className="shrink-0 text-ink-3 text-xs">{t(`verdicts.${item.verdict}`)}</span>;
}

function Thumb({ runId, item }: { runId: number; item: FindingDto }) {
  const frame = "size-7 shrink-0 overflow-hidden rounded-[5px] border border-line bg-sunken";
  if (FILELESS.includes(item.verdict) || item.doubt === "bad_path")
    return (
      <span className={cn(frame, "grid place-items-center text-ink-3 [&_svg]:size-3.5")}>
        {item.verdict === "ghost" ? <FileX aria-hidden /> : <FileQuestion aria-hidden />}
      </span>
    );
  if (item.verdict === "corrupt")
    return (
      <span className={cn(frame, "grid place-items-center text-ink-3 [&_svg]:size-3.5")}>
        <ImageOff aria-hidden />
      </span>
    );
  const url = pictureUrl(runId, item.id, null);
  return (
    // biome-ignore lint/performance/noImgElement: a private picture the optimizer must not see
    <img
      src={`${url}${url.includes("?") ? "&" : "?"}thumb=1`}
      alt=""
      width={28}
      height={28}
      loading="lazy"
      className={cn(frame, "object-cover")}
    />
  );
}
