"use client";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Input } from "./input";
import { Kbd } from "./kbd";

/** Typing is over after this long. */
const PAUSE_MS = 250;

type Props = { label: string; value: string; onChange: (words: string) => void };

/** The search box of a list: `/` leads to it, and what is typed is asked for after a pause. */
export function SearchWords({ label, value, onChange }: Props) {
  const [words, setWords] = useState(value);
  const box = useRef<HTMLInputElement>(null);
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => setWords(value), [value]);
  useEffect(() => {
    if (words.trim() === value) return;
    const timer = setTimeout(() => change.current(words.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words, value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Input
      ref={box}
      type="search"
      aria-label={label}
      placeholder={label}
      lead={<Search aria-hidden />}
      unit={<Kbd className="max-md:hidden">/</Kbd>}
      value={words}
      maxLength={100}
      onChange={(event) => setWords(event.target.value)}
      className="w-[248px] max-md:w-full"
    />
  );
}
