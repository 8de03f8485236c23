"use client";
import { type ReactNode, useRef, useState } from "react";
import { withTrigger } from "./lazy-trigger";
import { partOf, usePart } from "./load-part";

type Props = {
  /** One focusable element. */
  trigger: ReactNode;
  children: ReactNode;
  label: string;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

const popoverPanel = partOf(() => import("./popover-panel").then((module) => module.PopoverPanel));

/** For one choice or a short explanation beside the thing itself. */
export function Popover({ trigger: child, open: given, onOpenChange, ...panel }: Props) {
  const [own, setOwn] = useState(false);
  const [isNear, setNear] = useState(false);
  const trigger = useRef<HTMLElement>(null);
  const open = given ?? own;
  const PopoverPanel = usePart(popoverPanel, isNear || open);
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
      {PopoverPanel && <PopoverPanel {...panel} open={open} onOpenChange={change} trigger={trigger} />}
    </>
  );
}
