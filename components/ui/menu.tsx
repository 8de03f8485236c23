"use client";
import { type ReactNode, useRef, useState } from "react";
import { withTrigger } from "./lazy-trigger";
import { partOf, usePart } from "./load-part";

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

type Props = {
  children: ReactNode;
  items: readonly MenuItem[];
  label: string;
  align?: "start" | "end";
  side?: "top" | "bottom";
};

const menuPanel = partOf(() => import("./menu-panel").then((module) => module.MenuPanel));

/** A list of things to do, opened by `children` (one focusable element). What can't be used says why. */
export function Menu({ children, ...panel }: Props) {
  const [open, setOpen] = useState(false);
  const [isNear, setNear] = useState(false);
  const trigger = useRef<HTMLElement>(null);
  const keyedAt = useRef(0);
  const MenuPanel = usePart(menuPanel, isNear);
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
      {MenuPanel && <MenuPanel {...panel} open={open} onOpenChange={setOpen} trigger={trigger} />}
    </>
  );
}
