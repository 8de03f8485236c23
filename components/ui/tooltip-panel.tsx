"use client";
import { Tooltip } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { StandIn } from "./lazy-trigger";

type Props = { text: ReactNode; trigger: RefObject<HTMLElement | null>; onClose: () => void };

/** What `Tooltip` shows; loaded when the pointer or the focus comes near. */
export function TooltipPanel({ text, trigger, onClose }: Props) {
  return (
    <Tooltip.Provider>
      <Tooltip.Root open onOpenChange={(open) => !open && onClose()}>
        <Tooltip.Trigger asChild>
          <StandIn of={trigger} />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-70 max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-surface text-xs shadow-float"
          >
            {text}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
