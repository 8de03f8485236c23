"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "@/components/query/api-client";
import { contentOf, type Draft, isWorthKeeping } from "./draft";

/** Long enough not to ask for every letter, short enough to lose no sentence. */
const QUIET_MS = 1_200;
const AGAIN_MS = 10_000;

export type Standing =
  | { is: "none" | "waiting" }
  | { is: "kept"; at: string }
  | { is: "failed"; why: "tooLarge" | "refused" | "passing" };

export const draftPath = (key: string): string => `/messages/new?draft=${key}`;
const apiPath = (key: string): string => `/api/messages/drafts/${key}`;

/**
 * Keeps the draft by itself whenever its writer pauses, and puts its key into the address, so that a reload goes on with it.
 * `drop` is for when it was sent: nothing that is still on its way may bring it back.
 */
export function useKeptDraft(draft: Draft, opened: { key: string; updatedAt: string } | null) {
  const [standing, setStanding] = useState<Standing>(opened ? { is: "kept", at: opened.updatedAt } : { is: "none" });
  const key = useRef(opened?.key ?? null);
  const kept = useRef(draft);
  const isOver = useRef(false);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    if (isOver.current || draft === kept.current) return;
    if (key.current === null && !isWorthKeeping(draft)) return;
    setStanding({ is: "waiting" });
    let isOld = false;
    let timer = setTimeout(start, QUIET_MS);
    function start() {
      if (!isOver.current) underWay.current = underWay.current.then(keep);
    }
    async function keep() {
      if (isOld || isOver.current) return;
      const own = key.current ?? crypto.randomUUID();
      key.current = own;
      try {
        const { updatedAt } = await api<{ updatedAt: string }>(apiPath(own), { method: "PUT", body: contentOf(draft) });
        kept.current = draft;
        if (isOver.current) return;
        window.history.replaceState(null, "", draftPath(own));
        if (!isOld) setStanding({ is: "kept", at: updatedAt });
      } catch (error) {
        if (isOld || isOver.current) return;
        const status = error instanceof ApiError ? error.status : 0;
        const isPassing = status === 0 || status >= 500;
        setStanding({ is: "failed", why: status === 413 ? "tooLarge" : isPassing ? "passing" : "refused" });
        if (isPassing) timer = setTimeout(start, AGAIN_MS);
      }
    }
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [draft]);

  const drop = useCallback(async () => {
    isOver.current = true;
    await underWay.current;
    if (key.current) await api(apiPath(key.current), { method: "DELETE" }).catch(() => undefined);
  }, []);
  return { standing, keptKey: key, drop };
}
