"use client";
import { useRef } from "react";

/** The button behind the menu whose item was chosen last: the item itself is gone by the time its dialog closes. */
let behindMenu: HTMLElement | null = null;
export const rememberOpener = (button: HTMLElement | null): void => {
  behindMenu = button;
};

function openerOf(active: Element | null): HTMLElement | null {
  const isLasting = active instanceof HTMLElement && active !== document.body && !active.closest("[role=menu]");
  return isLasting ? active : behindMenu;
}

/** Gives the focus back to what opened a dialog. Radix does so only for its own trigger, and ours are opened by state. */
export function useReturnFocus() {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      opener.current?.focus();
    },
  };
}
