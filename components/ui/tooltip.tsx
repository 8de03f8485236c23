"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** More about something focusable, such as the exact time in KST. Never the only place of a fact: fingers can't hover. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-70 max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-surface text-xs shadow-float"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
