"use client";
import { useRef } from "react";

type Opened = { opener: HTMLElement | null; before: Opened | null; isClosed: boolean };

/** The button behind the menu whose item was chosen last: the item itself is gone by the time its dialog closes. */
let behindMenu: HTMLElement | null = null;
export const rememberOpener = (button: HTMLElement | null): void => {
  behindMenu = button;
};

/** The dialogs that stand open, the last one first: one that takes another's place inherits what opened that. */
let latest: Opened | null = null;

function openerOf(active: Element | null): HTMLElement | null {
  const isLasting = active instanceof HTMLElement && active !== document.body && !active.closest("[role=menu]");
  return isLasting ? active : (behindMenu ?? latest?.opener ?? null);
}

const FIELD = "input:not([type=radio], [type=checkbox], [hidden], :disabled), textarea:not(:disabled)";

/** Gives the focus back to what opened a dialog. Radix does so only for its own trigger, and ours are opened by state. */
export function useReturnFocus() {
  const mine = useRef<Opened | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      latest = { opener: openerOf(document.activeElement), before: latest, isClosed: false };
      mine.current = latest;
      behindMenu = null;
      // A form starts at its first field, not at the cross in the corner; a finger keeps its keyboard down.
      const field = event.currentTarget instanceof Element && event.currentTarget.querySelector<HTMLElement>(FIELD);
      if (!field || window.matchMedia("(pointer: coarse)").matches) return;
      event.preventDefault();
      field.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      mine.current?.opener?.focus();
      if (mine.current) mine.current.isClosed = true;
      while (latest?.isClosed) latest = latest.before;
    },
  };
}
