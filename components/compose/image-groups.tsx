"use client";
import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragOverEvent,
  DragOverlay,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ImageGroup } from "./image-group";
import type { ShotMoves } from "./image-shot";
import { PasteTarget } from "./upload/drop-area";
import type { Group } from "./upload/upload-list";
import type { ImageUploads } from "./upload/use-image-uploads";

type Over = { id: UniqueIdentifier };
type Props = { uploads: ImageUploads; locked: boolean; errors: { 1?: string | undefined; 2?: string | undefined } };

const groupOfZone = (id: UniqueIdentifier): Group | null => (id === "group-1" ? 1 : id === "group-2" ? 2 : null);

/** The two groups of a schedule, with drag and drop between them by mouse, touch and keyboard (S2-58…S2-64). */
export function ImageGroups({ uploads, locked, errors }: Props) {
  const t = useTranslations("compose.images");
  const id = useId();
  const helpId = `${id}-help`;
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const before = useRef<{ group: Group; index: number } | null>(null);
  const hasMoved = useRef(false);
  const root = useRef<HTMLDivElement>(null);
  const focusNext = useRef<string | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: slotBeside }),
  );

  const itemOf = (localId: UniqueIdentifier) => uploads.items.find((item) => item.localId === localId);
  /** Where a picture is: name, group and place, for words and moves. */
  function placeOf(localId: UniqueIdentifier) {
    const item = itemOf(localId);
    const index = item ? uploads.inGroup(item.group).findIndex((one) => one.localId === localId) : -1;
    return item ? { name: item.name, group: item.group, index } : null;
  }
  /** Where a picture over `over` would go. */
  function targetOf(over: UniqueIdentifier) {
    const zone = groupOfZone(over);
    if (zone) return { group: zone, index: uploads.inGroup(zone).length };
    return placeOf(over);
  }
  /** Where an arrow key carries a picture: left and right along its group, up and down into the other. */
  function slotBeside(...[event, { active, context }]: Parameters<KeyboardCoordinateGetter>) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
    const group = ({ ArrowUp: 1, ArrowDown: 2 } as const)[event.code as "ArrowUp" | "ArrowDown"];
    const here = targetOf(context.over?.id ?? active) ?? placeOf(active);
    if ((!step && !group) || !here) return undefined;
    event.preventDefault();
    if (group === here.group) return undefined;
    const slots = uploads.inGroup(group ?? here.group);
    const last = Math.max(slots.length - 1, 0);
    const slot = slots[Math.min(Math.max(here.index + (step ?? 0), 0), last)];
    const rect = context.droppableRects.get(slot?.localId ?? `group-${group}`);
    const held = context.collisionRect;
    if (!rect || !held) return undefined;
    return { x: rect.left + (rect.width - held.width) / 2, y: rect.top + (rect.height - held.height) / 2 };
  }
  /** A slot goes before the group around it, whose middle may lie nearer; a group counts where it has no slot there. */
  const collisionDetection: CollisionDetection = (args) => {
    const nearest = (isMeant: (id: UniqueIdentifier) => boolean) =>
      closestCenter({ ...args, droppableContainers: args.droppableContainers.filter(({ id }) => isMeant(id)) });
    const within = pointerWithin(args).map((hit) => hit.id);
    const slots = within.filter((id) => groupOfZone(id) === null);
    if (within.length > 0) return nearest((id) => (slots.length > 0 ? slots : within).includes(id));
    return nearest((id) => {
      const zone = groupOfZone(id);
      return zone === null || uploads.inGroup(zone).length === 0;
    });
  };
  const words = (key: "picked" | "over" | "dropped" | "cancelled", active: Over, over?: Over | null) => {
    const item = itemOf(active.id);
    const place = (over && over.id !== active.id ? targetOf(over.id) : null) ?? placeOf(active.id);
    return item && place ? t(key, { name: item.name, group: place.group, index: place.index + 1 }) : undefined;
  };
  const announcements: Announcements = {
    onDragStart: ({ active }) => words("picked", active),
    // Every drag starts over its own place: that must not talk over what was picked up.
    onDragOver({ active, over }) {
      hasMoved.current ||= over?.id !== active.id;
      return hasMoved.current ? words("over", active, over) : words("picked", active);
    },
    onDragEnd: ({ active, over }) => words("dropped", active, over),
    onDragCancel: ({ active }) => words("cancelled", active),
  };

  function onDragOver({ active, over }: DragOverEvent) {
    const from = placeOf(active.id);
    const to = over && over.id !== active.id ? targetOf(over.id) : null;
    // Within a group the sortable shows the place by itself; the list moves only between groups.
    if (from && to && from.group !== to.group) uploads.move(String(active.id), to.group, to.index);
  }
  function onDragEnd({ active, over }: Pick<DragOverEvent, "active" | "over">) {
    const to = over && over.id !== active.id ? targetOf(over.id) : null;
    if (to) uploads.move(String(active.id), to.group, to.index);
    setDragged(null);
  }
  function onDragCancel() {
    if (dragged && before.current) uploads.move(dragged, before.current.group, before.current.index);
    setDragged(null);
  }

  // A picture that changes its group is drawn anew, and one that was removed leaves the focus nowhere.
  useEffect(() => {
    if (focusNext.current === null) return;
    const target = root.current?.querySelector<HTMLElement>(`[data-focus="${focusNext.current}"]`);
    focusNext.current = null;
    target?.focus();
  });

  const moves: ShotMoves = {
    retry: uploads.retry,
    remove(localId) {
      const place = placeOf(localId);
      if (!place) return;
      const slots = uploads.inGroup(place.group);
      focusNext.current = (slots[place.index + 1] ?? slots[place.index - 1])?.localId ?? `add-${place.group}`;
      uploads.remove(localId);
      setSaid(t("removed", { name: place.name, group: place.group }));
    },
    move(localId, group, index) {
      const place = placeOf(localId);
      const last = uploads.inGroup(group).length - (place?.group === group ? 1 : 0);
      const target = Math.max(0, Math.min(index, last));
      const moved = uploads.move(localId, group, target);
      if (moved) focusNext.current = localId;
      if (place) setSaid(moved ? t("dropped", { name: place.name, group, index: target + 1 }) : t("full", { group }));
    },
  };
  const shown = dragged ? itemOf(dragged) : undefined;

  return (
    <DndContext
      id={id}
      sensors={sensors}
      collisionDetection={collisionDetection}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("shotHelp") } }}
      onDragStart={({ active }) => {
        const place = placeOf(active.id);
        before.current = place;
        hasMoved.current = false;
        setDragged(String(active.id));
      }}
      onDragOver={onDragOver}
      onDragEnd={onDragEnd}
      onDragCancel={onDragCancel}
    >
      <div ref={root} className="grid gap-3">
        {([1, 2] as const).map((group) => (
          <ImageGroup
            key={group}
            group={group}
            uploads={uploads}
            moves={moves}
            locked={locked}
            isTarget={shown?.group === group && before.current?.group !== group}
            describedBy={helpId}
            error={errors[group]}
          />
        ))}
      </div>
      <PasteTarget uploads={uploads} />
      <p id={helpId} hidden>
        {t("shotHelp")}
      </p>
      <p className="sr-only" aria-live="assertive">
        {said}
      </p>
      {uploads.notice && (
        <p role="status" className="text-deferred text-sm">
          {uploads.notice}
        </p>
      )}
      <DragOverlay>
        {shown?.thumbUrl && (
          // biome-ignore lint/performance/noImgElement: our own thumbnails; the optimizer is switched off
          <img
            src={shown.thumbUrl}
            alt=""
            className="aspect-square w-full -rotate-4 rounded-md object-cover shadow-drag"
          />
        )}
      </DragOverlay>
    </DndContext>
  );
}
