"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/components/query/api-client";
import type { DiagnosisDto } from "@/lib/diagnosis/probe-dto";

const LOOK_MS = 15_000;

/** How the four layers do, kept fresh while somebody looks; when the server can't be reached, how they did last. */
export function useDiagnosis(first: DiagnosisDto) {
  const [known, setKnown] = useState(first);
  const [isLost, setLost] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(0);

  const ask = useCallback(async (method: "GET" | "POST") => {
    const turn = ++asked.current;
    try {
      const answer = await api<DiagnosisDto>("/api/diagnosis", { method });
      // An answer that was overtaken by a later question is old news.
      if (turn === asked.current) {
        setKnown(answer);
        setLost(false);
      }
    } catch (error) {
      if (turn === asked.current) setLost(true);
      throw error;
    }
  }, []);
  /** Looks now. @throws what the call failed with */
  const look = useCallback(async () => {
    setBusy(true);
    try {
      await ask("POST");
    } finally {
      setBusy(false);
    }
  }, [ask]);

  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === "visible") ask("GET").catch(() => {});
    };
    const timer = setInterval(refresh, LOOK_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [ask]);
  return { known, isLost, isBusy, look };
}
