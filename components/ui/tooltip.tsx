"use client";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { withTrigger } from "./lazy-trigger";
import { partOf, usePart } from "./load-part";

const WAIT_MS = 300;
const tooltipPanel = partOf(() => import("./tooltip-panel").then((module) => module.TooltipPanel));

/** More about something focusable, such as the exact time in KST. Never the only place of a fact: fingers can't hover. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [isNear, setNear] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const trigger = useRef<HTMLElement>(null);
  const TooltipPanel = usePart(tooltipPanel, isNear);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = (afterMs: number) => {
    setNear(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(true), afterMs);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  return (
    <>
      {withTrigger(children, trigger, {
        "aria-describedby": id,
        "data-state": open ? "open" : "closed",
        onPointerEnter: (event) => event.pointerType === "mouse" && show(WAIT_MS),
        onPointerLeave: hide,
        onPointerDown: hide,
        onFocus: (event) => event.currentTarget.matches(":focus-visible") && show(0),
        onBlur: hide,
      })}
      <span id={id} className="sr-only">
        {text}
      </span>
      {TooltipPanel && open && <TooltipPanel text={text} trigger={trigger} onClose={hide} />}
    </>
  );
}
