"use client";
import { useRef, useState } from "react";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { bodyOf, type Draft } from "./draft";

export type Accepted = { message_id: number; requested: number; enqueued: number };

/**
 * Sends the draft as it is. One key per draft: however often the button is pressed or the line breaks, it is accepted once,
 * and the same answer comes back (S1).
 * @param draftKey what it was written in, which the server drops with accepting it
 */
export function useSend(onSent: (answer: Accepted) => void, draftKey?: () => Promise<string | null>) {
  const failure = useFailure();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const used = useRef<{ body: string; key: string } | null>(null);

  async function send(draft: Draft, over: Record<string, unknown> = {}): Promise<boolean> {
    const body = bodyOf(draft, over);
    const text = JSON.stringify(body);
    if (used.current?.body !== text) used.current = { body: text, key: crypto.randomUUID() };
    setBusy(true);
    setProblem(null);
    try {
      const key = (await draftKey?.()) ?? null;
      const headers = {
        ...{ "x-tenant-code": draft.tenantCode, "idempotency-key": used.current.key },
        ...(key !== null && { "x-draft-key": key }),
      };
      onSent(await api<Accepted>("/api/v1/messaging/send", { method: "POST", body, headers }));
      return true;
    } catch (error) {
      setProblem(failure(error).general);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { send, busy, problem, forget: () => setProblem(null) };
}
