"use client";
import { type ReactNode, useRef, useState } from "react";
import { withTrigger } from "./lazy-trigger";
import { type Part, partOf, usePart } from "./load-part";

type Content<P> =
  | { children: ReactNode; body?: never; given?: never }
  /** What is inside and what it is given; fetched like the panel itself. */
  | { children?: never; body: Part<P>; given: P };
type Props<P> = Content<P> & {
  /** One focusable element. */
  trigger: ReactNode;
  label: string;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

const popoverPanel = partOf(() => import("./popover-panel").then((module) => module.PopoverPanel));

/** For one choice or a short explanation beside the thing itself. */
export function Popover<P extends object>({
  trigger: child,
  open: asked,
  onOpenChange,
  children,
  body,
  given,
  ...panel
}: Props<P>) {
  const [own, setOwn] = useState(false);
  const [isNear, setNear] = useState(false);
  const trigger = useRef<HTMLElement>(null);
  const open = asked ?? own;
  const PopoverPanel = usePart(popoverPanel, isNear || open);
  const Body = usePart(body ?? null, isNear || open);
  const change = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  return (
    <>
      {withTrigger(child, trigger, {
        "aria-haspopup": "dialog",
        "aria-expanded": open,
        "data-state": open ? "open" : "closed",
        onPointerEnter: () => setNear(true),
        onFocus: () => setNear(true),
        onClick: () => change(!open),
      })}
      {PopoverPanel && (Body || !body) && (
        <PopoverPanel {...panel} open={open} onOpenChange={change} trigger={trigger}>
          {Body && given ? <Body {...given} /> : children}
        </PopoverPanel>
      )}
    </>
  );
}
