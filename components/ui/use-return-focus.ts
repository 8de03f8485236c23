"use client";
import { useRef } from "react";

/** The button behind the menu whose item was chosen last: the item itself is gone by the time its dialog closes. */
let behindMenu: HTMLElement | null = null;
export const rememberOpener = (button: HTMLElement | null): void => {
  behindMenu = button;
};

const FIELD = "input:not([type=radio], [type=checkbox], [hidden], :disabled), textarea:not(:disabled)";

function openerOf(active: Element | null): HTMLElement | null {
  const isLasting = active instanceof HTMLElement && active !== document.body && !active.closest("[role=menu]");
  return isLasting ? active : behindMenu;
}

/** Gives the focus back to what opened a dialog. Radix does so only for its own trigger, and ours are opened by state. */
export function useReturnFocus() {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      opener.current = openerOf(document.activeElement);
      // A form starts at its first field, not at the cross in the corner; a finger keeps its keyboard down.
      const field = event.currentTarget instanceof Element && event.currentTarget.querySelector<HTMLElement>(FIELD);
      if (!field || window.matchMedia("(pointer: coarse)").matches) return;
      event.preventDefault();
      field.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      opener.current?.focus();
    },
  };
}
