"use client";
import { Popover } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { cn } from "./cn";
import { StandIn } from "./lazy-trigger";

type Props = {
  children: ReactNode;
  label: string;
  align?: "start" | "center" | "end";
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: RefObject<HTMLElement | null>;
  className?: string;
};

/** What `Popover` opens; loaded when the pointer or the focus comes near. */
export function PopoverPanel({ children, label, align = "start", open, onOpenChange, trigger, className }: Props) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>
        <StandIn of={trigger} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          className={cn(
            "z-60 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-24px)] overflow-y-auto rounded-xl bg-raised base:p-3 text-sm shadow-float outline-none",
            className,
          )}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
