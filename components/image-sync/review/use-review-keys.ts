"use client";
import { useEffect, useRef } from "react";

export type ReviewKey = "first" | "second" | "both" | "later" | "undo" | "large" | "next" | "previous";

const KEYS: Record<string, ReviewKey> = {
  Enter: "first",
  ArrowRight: "second",
  b: "both",
  s: "later",
  u: "undo",
  " ": "large",
  j: "next",
  k: "previous",
};
/** On a Korean keyboard the same keys give letters of Hangul. */
const HANGUL: Record<string, string> = { ㅠ: "b", ㄴ: "s", ㅕ: "u", ㅓ: "j", ㅏ: "k" };

const WRITES = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]";
/** What a press of Enter or Space belongs to already. */
const PRESSED = "a, button, summary, [role=menuitem], [role=tab]";

/** Which of the review's keys this is; null where it means something else there. */
export function keyOf(event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey">, target: Element | null) {
  if (event.metaKey || event.ctrlKey || event.altKey) return null;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const key = KEYS[HANGUL[name] ?? name] ?? null;
  if (key === null || target?.closest(`${WRITES}, [role=dialog], [role=menu]`)) return null;
  const isPress = event.key === "Enter" || event.key === " ";
  return isPress && target?.closest(PRESSED) ? null : key;
}

/** Decides and moves by keyboard, wherever the focus is, as long as nothing lies over the page. */
export function useReviewKeys(isOn: boolean, onKey: (key: ReviewKey) => void) {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("[data-scrim]")) return;
      const key = keyOf(event, event.target instanceof Element ? event.target : null);
      if (!key) return;
      event.preventDefault();
      latest.current(key);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [isOn]);
}
