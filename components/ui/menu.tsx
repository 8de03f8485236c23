"use client";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { withTrigger } from "./lazy-trigger";
import { type Part, partOf, usePart } from "./load-part";

export { Popover } from "./popover";

export type MenuItem =
  | {
      id: string;
      label: ReactNode;
      icon?: ReactNode;
      danger?: boolean;
      /** Why it can't be used; it stays visible and can be read. */
      disabledReason?: string | undefined;
      /** A key that does the same elsewhere on the page; shown, not wired. */
      shortcut?: string;
      onSelect?: () => void;
      href?: string;
    }
  | "line";

type Place = { label: string; align?: "start" | "end"; side?: "top" | "bottom" };
/** What the opened menu is given besides its items. */
export type Opened = Place & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: RefObject<HTMLElement | null>;
};
type Items<P> =
  | { items: readonly MenuItem[]; panel?: never; given?: never }
  /** A `MenuPanel` that brings its items itself, and what it needs for them; fetched when it is wanted. */
  | { items?: never; panel: Part<P & Opened>; given: P };
type Props<P> = Place & Items<P> & { children: ReactNode };

const menuPanel: Part<Opened & { items: readonly MenuItem[] }> = partOf(() =>
  import("./menu-panel").then((module) => module.MenuPanel),
);

/** A list of things to do, opened by `children` (one focusable element). What can't be used says why. */
export function Menu<P extends object>({ children, items, panel, given, ...place }: Props<P>) {
  const [open, setOpen] = useState(false);
  const [isNear, setNear] = useState(false);
  const trigger = useRef<HTMLElement>(null);
  const keyedAt = useRef(0);
  const MenuPanel = usePart(panel ? null : menuPanel, isNear);
  const Panel = usePart(panel ?? null, isNear);
  const opened = { open, onOpenChange: setOpen, trigger };
  const approach = () => setNear(true);
  const show = (next: boolean) => {
    setNear(true);
    setOpen(next);
  };
  return (
    <>
      {withTrigger(children, trigger, {
        "aria-haspopup": "menu",
        "aria-expanded": open,
        "data-state": open ? "open" : "closed",
        onPointerEnter: approach,
        onFocus: approach,
        onPointerDown: (event) => {
          if (event.button !== 0 || event.ctrlKey) return;
          show(!open);
          if (!open) event.preventDefault();
        },
        onKeyDown: (event) => {
          if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
          event.preventDefault();
          keyedAt.current = event.timeStamp;
          show(true);
        },
        // A press by assistive technology comes without a pointer, and without a key just before.
        onClick: (event) => event.detail === 0 && event.timeStamp - keyedAt.current > 400 && show(!open),
      })}
      {MenuPanel && items && <MenuPanel {...place} {...opened} items={items} />}
      {Panel && given && <Panel {...given} {...place} {...opened} />}
    </>
  );
}
