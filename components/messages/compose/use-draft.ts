"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError, api } from "@/components/query/api-client";
import type { Preview } from "./compose-types";
import { bodyOf, type Draft, hasRecipients } from "./draft";

/** Long enough not to ask for every letter, short enough to feel live. */
const QUIET_MS = 450;

/** The draft, and what the server makes of it: asked again when the writer pauses, the latest answer counts. */
export function useDraft(initial: Draft) {
  const [draft, setDraft] = useState(initial);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isStale, setStale] = useState(false);
  const asked = useRef<AbortController | null>(null);
  const change = useCallback((to: Partial<Draft>) => setDraft((now) => ({ ...now, ...to })), []);
  const hasWords = draft.kind === "text" ? draft.text.trim() !== "" : draft.templateId !== null;
  const isWorth = hasRecipients(draft) && hasWords;
  const body = useMemo(() => (isWorth ? bodyOf(draft) : null), [draft, isWorth]);

  useEffect(() => {
    asked.current?.abort();
    setStale(body !== null);
    if (!body) {
      setPreview(null);
      setFailure(null);
      return;
    }
    const call = new AbortController();
    asked.current = call;
    const timer = setTimeout(async () => {
      try {
        const headers = { "x-tenant-code": draft.tenantCode };
        const answer = await api<Preview>("/api/messages/preview", {
          method: "POST",
          body,
          headers,
          signal: call.signal,
        });
        setPreview(answer);
        setFailure(null);
      } catch (error) {
        if (call.signal.aborted) return;
        setFailure(error);
        if (error instanceof ApiError && error.status !== 0) setPreview(null);
      }
      if (!call.signal.aborted) setStale(false);
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [body, draft.tenantCode]);

  return { draft, change, preview, failure, isStale };
}
