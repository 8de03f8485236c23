"use client";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "@/components/query/api-client";
import type { SyncProgress, SyncRunDto } from "@/lib/image-sync/run-dto";

const LOOK_MS = 2_000;

export type ScanBody = { scope: { customerCodes?: string[] }; batchSize: 5 | 10 };

/** A scan and the hand on it: each call reads one bounded slice, and says where it stands. */
export function useScan(underWay: SyncRunDto | null) {
  const [run, setRun] = useState(underWay);
  const [isMine, setMine] = useState(false);
  const [isCut, setCut] = useState(false);
  const isHere = useRef(true);
  const router = useRouter();
  useEffect(() => setRun((old) => (isHere.current ? underWay : old)), [underWay]);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const id = run?.state === "scanning" && !isMine ? run.id : null;
  useEffect(() => {
    if (id === null) return;
    const timer = setInterval(async () => {
      if (document.visibilityState !== "visible") return;
      const seen = await api<SyncRunDto>(`/api/image-sync/runs/${id}`).catch(() => null);
      if (!seen) return;
      setRun(seen);
      if (seen.state !== "scanning") router.refresh();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [id, router]);

  /**
   * @param onBegun once the first slice was taken, and nothing is refused any more
   * @returns the run once it is read to the end; null where the connection broke, or the page went away
   * @throws ApiError where it was refused
   */
  const scan = useCallback(
    async (body: ScanBody, onBegun: () => void = () => {}): Promise<SyncRunDto | null> => {
      setMine(true);
      setCut(false);
      try {
        while (isHere.current) {
          const seen = await api<SyncProgress>("/api/image-sync/runs", { method: "POST", body });
          setRun(seen);
          onBegun();
          if (seen.cursor !== null && seen.state === "scanning") continue;
          router.refresh();
          return seen;
        }
      } catch (error) {
        if (!(error instanceof ApiError) || (error.status > 0 && error.status < 500)) throw error;
        setCut(true);
      } finally {
        setMine(false);
      }
      return null;
    },
    [router],
  );
  return { run, isMine, isCut, scan };
}
