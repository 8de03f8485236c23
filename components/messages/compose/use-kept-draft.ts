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

/** The draft's place at the server, and what of it is there. */
type Kept = {
  key: string | null;
  /** The very draft that is kept. */
  draft: Draft;
  /** Sent: nothing that is still on its way may bring it back. */
  isOver: boolean;
  underWay: Promise<void>;
  /** What was under way before it was sent: the server drops that with the message. */
  settled: Promise<void> | null;
};

const isOwed = (kept: Kept, draft: Draft): boolean =>
  !kept.isOver && draft !== kept.draft && (kept.key !== null || isWorthKeeping(draft));

/** @throws ApiError */
async function put(kept: Kept, draft: Draft): Promise<string> {
  kept.key ??= crypto.randomUUID();
  const { updatedAt } = await api<{ updatedAt: string }>(apiPath(kept.key), { method: "PUT", body: contentOf(draft) });
  kept.draft = draft;
  return updatedAt;
}

/**
 * Keeps the draft by itself whenever its writer pauses or goes away, and puts its key into the address, so that a reload
 * goes on with it. `drop` is for when it was sent.
 */
export function useKeptDraft(draft: Draft, opened: { key: string; updatedAt: string } | null) {
  const [standing, setStanding] = useState<Standing>(opened ? { is: "kept", at: opened.updatedAt } : { is: "none" });
  const keptRef = useRef<Kept>({
    key: opened?.key ?? null,
    draft,
    isOver: false,
    underWay: Promise.resolve(),
    settled: null,
  });
  const latest = useRef(draft);

  useEffect(() => {
    const kept = keptRef.current;
    latest.current = draft;
    if (!isOwed(kept, draft)) return;
    setStanding({ is: "waiting" });
    let isOld = false;
    let timer = setTimeout(start, QUIET_MS);
    function start() {
      kept.underWay = kept.underWay.then(keep);
    }
    async function keep() {
      if (isOld || kept.isOver) return;
      try {
        const at = await put(kept, draft);
        if (kept.isOver || isOld) return;
        window.history.replaceState(null, "", draftPath(kept.key ?? ""));
        setStanding({ is: "kept", at });
      } catch (error) {
        if (isOld || kept.isOver) return;
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

  // Whoever goes to another page within a second of the last word loses nothing either.
  useEffect(
    () => () => {
      const kept = keptRef.current;
      if (isOwed(kept, latest.current)) void put(kept, latest.current).catch(() => undefined);
    },
    [],
  );

  const drop = useCallback(async () => {
    const kept = keptRef.current;
    kept.isOver = true;
    if (kept.settled === kept.underWay) return;
    await kept.underWay;
    if (kept.key) await api(apiPath(kept.key), { method: "DELETE" }).catch(() => undefined);
  }, []);
  /** Its key once nothing of it is on its way, which could bring it back after it was sent. */
  const settledKey = useCallback(async () => {
    const kept = keptRef.current;
    do {
      kept.settled = kept.underWay;
      await kept.settled;
    } while (kept.settled !== kept.underWay);
    return kept.key;
  }, []);
  return { standing, keptKey: () => keptRef.current.key, settledKey, drop };
}
