"use client";
import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { RotateCw, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { Group, UploadItem } from "./upload/upload-list";

export type ShotMoves = {
  move: (localId: string, group: Group, index: number) => void;
  remove: (localId: string) => void;
  retry: (localId: string) => void;
};

type Props = { item: UploadItem; index: number; moves: ShotMoves; locked: boolean };

/** One picture of a group: drag it, or move it with Alt and the arrow keys. */
export function ImageShot({ item, index, moves, locked }: Props) {
  const t = useTranslations("compose.images");
  const { setNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({
    id: item.localId,
    disabled: locked,
    attributes: { roleDescription: t("movable") },
  });

  function onKeyDown(event: KeyboardEvent) {
    const other = item.group === 1 ? 2 : 1;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      moves.move(item.localId, item.group, index + step);
    } else if (
      event.altKey &&
      ((event.key === "ArrowUp" && other === 1) || (event.key === "ArrowDown" && other === 2))
    ) {
      event.preventDefault();
      moves.move(item.localId, other, index);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      moves.remove(item.localId);
    } else listeners?.onKeyDown?.(event);
  }

  const failed = item.status === "failed";
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={cn("relative grid gap-[3px]", isDragging && "z-10 opacity-40")}
    >
      <button
        type="button"
        {...attributes}
        {...listeners}
        data-focus={item.localId}
        onKeyDown={locked ? undefined : onKeyDown}
        aria-label={t("shot", { name: item.name, group: item.group, index: index + 1 })}
        className={cn(
          "relative block aspect-square w-full touch-manipulation overflow-hidden rounded-md border outline-offset-2",
          failed ? "border-failed-border bg-failed-surface" : "border-line-strong bg-surface",
          !locked && "cursor-grab active:cursor-grabbing",
        )}
      >
        {item.thumbUrl && (
          // biome-ignore lint/performance/noImgElement: our own thumbnails; the optimizer is switched off
          <img src={item.thumbUrl} alt="" draggable={false} className="size-full object-cover" />
        )}
        <span className="absolute top-[5px] left-[5px] grid h-[19px] min-w-[19px] place-items-center rounded-sm bg-ink/80 px-1 font-semibold text-surface text-xs">
          {index + 1}
        </span>
        {item.status === "uploading" && (
          <span className="absolute inset-x-2 bottom-2 h-1 overflow-hidden rounded-full bg-surface">
            <span className="block h-full bg-sending-mark" style={{ width: `${item.progress}%` }} />
          </span>
        )}
      </button>
      {failed && item.canRetry && (
        <button
          type="button"
          onClick={() => moves.retry(item.localId)}
          aria-label={t("retryName", { name: item.name })}
          className="absolute inset-x-0 top-6 bottom-7 grid place-content-center justify-items-center gap-1 rounded-md font-medium text-failed text-xs"
        >
          <RotateCw className="size-4" aria-hidden />
          {t("retry")}
        </button>
      )}
      {!locked && (
        <button
          type="button"
          onClick={() => moves.remove(item.localId)}
          aria-label={t("remove", { name: item.name })}
          className="absolute top-0 right-0 grid size-7 place-items-center"
        >
          <span className="grid size-5 place-items-center rounded-full bg-ink/80 text-surface">
            <X className="size-3" aria-hidden />
          </span>
        </button>
      )}
      <small className={cn("truncate text-xs", failed ? "whitespace-normal text-failed" : "text-ink-3")}>
        {failed ? item.error : item.status === "uploading" ? t("uploading", { percent: item.progress }) : item.name}
      </small>
    </li>
  );
}
