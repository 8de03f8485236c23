"use client";
import { useDroppable } from "@dnd-kit/core";
import { rectSortingStrategy, SortableContext } from "@dnd-kit/sortable";
import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { ImageShot, type ShotMoves } from "./image-shot";
import { DropArea } from "./upload/drop-area";
import type { Group } from "./upload/upload-list";
import type { ImageUploads } from "./upload/use-image-uploads";

/** How KakaoTalk lays out that many pictures, in words. */
const layoutOf = (count: number) => (count === 1 ? "one" : count === 4 ? "square" : count <= 3 ? "row" : "grid");

const LOOK = {
  1: { box: "border-group-1-line bg-group-1-surface", number: "bg-group-1 text-surface", title: "text-group-1" },
  2: {
    box: "border-dashed border-group-2-line bg-group-2-surface",
    number: "border-[1.5px] border-group-2 border-dashed text-group-2",
    title: "text-group-2",
  },
};

type Props = {
  group: Group;
  uploads: ImageUploads;
  moves: ShotMoves;
  isTarget: boolean;
  locked: boolean;
  describedBy: string;
  error?: string | undefined;
};

/** One numbered group of pictures: drop files on it, drag pictures within it and over from the other. */
export function ImageGroup({ group, uploads, moves, isTarget, locked, describedBy, error }: Props) {
  const t = useTranslations("compose.images");
  const items = uploads.inGroup(group);
  const { setNodeRef } = useDroppable({ id: `group-${group}`, disabled: locked });
  const look = LOOK[group];
  return (
    <DropArea group={group} uploads={uploads}>
      {({ isOver, choose }) => (
        <section
          ref={setNodeRef}
          aria-label={t("group", { n: group })}
          aria-describedby={describedBy}
          {...(error && { "data-wrong": "" })}
          className={cn(
            "relative rounded-xl border-[1.5px] px-3 pt-[11px] pb-3",
            look.box,
            error && "border-failed-mark",
            (isOver || isTarget) && "outline-2 outline-focus outline-offset-1",
          )}
        >
          <div className="mb-2.5 flex min-h-6 items-center gap-2 text-sm">
            <span
              className={cn("grid size-5 place-items-center rounded-sm font-bold text-xs", look.number)}
              aria-hidden
            >
              {group}
            </span>
            <h3 className={cn("font-semibold", look.title)}>{t("group", { n: group })}</h3>
            <span className="text-ink-2">
              {items.length === 0
                ? group === 2
                  ? t("groupTwoHint")
                  : t("empty")
                : `${t("count", { count: items.length })} · ${t(`layout.${layoutOf(items.length)}`)}`}
            </span>
            <span className="ms-auto flex items-center gap-1 text-ink-3 text-xs max-md:hidden">
              {isOver || isTarget ? (
                <b className="text-accent-ink">{t("dropHere")}</b>
              ) : (
                group === 1 &&
                !locked &&
                t.rich("keys", {
                  kbd: (words) => (
                    <kbd className="rounded-sm border border-line-strong bg-surface px-1 py-px">{words}</kbd>
                  ),
                })
              )}
            </span>
          </div>
          <SortableContext items={items.map((item) => item.localId)} strategy={rectSortingStrategy}>
            <ol className="grid grid-cols-3 items-start gap-2 md:grid-cols-[repeat(auto-fill,minmax(88px,1fr))]">
              {items.map((item, index) => (
                <ImageShot key={item.localId} item={item} index={index} moves={moves} locked={locked} />
              ))}
              {uploads.room(group) > 0 && !locked && (
                <li>
                  <button
                    type="button"
                    data-focus={`add-${group}`}
                    onClick={choose}
                    aria-label={t("addTo", { n: group })}
                    className="grid aspect-square w-full place-content-center justify-items-center gap-1 rounded-md border-[1.5px] border-line-field border-dashed bg-surface/60 text-ink-2 text-sm hover:bg-hover"
                  >
                    <Plus className="size-4" aria-hidden />
                    {t("add")}
                  </button>
                </li>
              )}
            </ol>
          </SortableContext>
          {error && <p className="mt-2 text-failed text-sm">{error}</p>}
        </section>
      )}
    </DropArea>
  );
}
