"use client";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import type { SyncProgress, SyncRunDto } from "@/lib/image-sync/run-dto";
import { type Mark, type Pace, paceOf } from "./pace";
import { isAtWork, progressOf, wayOn } from "./run-rules";

/** How often a run that somebody else drives is looked at. */
const LOOK_MS = 2_000;
/** Longest sleep while a second look has to wait its time. */
const NAP_MS = 15_000;

type Drive = "execute" | "undo" | "purge";

/**
 * A run and the hand on it. Each call does one bounded slice; this asks again until nothing is left, another hand holds it, or the
 * page goes away: then the server's own passes go on with it. What is done is in the journal.
 */
export function useSyncRun(first: SyncRunDto) {
  const [run, setRun] = useState(first);
  const [driving, setDriving] = useState<Drive | null>(null);
  const [asking, setAsking] = useState<"approve" | "pause" | null>(null);
  const [isCut, setCut] = useState(false);
  const isHere = useRef(true);
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  const pace = usePace(run);
  useEffect(() => setRun(first), [first]);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  useLook(run, driving !== null, setRun);
  const call = useCallback(
    (act: string, body: object = {}) =>
      api<SyncProgress>(`/api/image-sync/runs/${run.id}/${act}`, { method: "POST", body }),
    [run.id],
  );
  const complain = (error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0 || error.status >= 500) setCut(true);
    else toast({ text: say(error), tone: "failed" });
    // Whoever else changed it: what stands there now is shown.
    if (error.status === 409) router.refresh();
  };

  const drive = async (act: Drive, body: object = {}) => {
    setDriving(act);
    setCut(false);
    try {
      for (let cursor: string | null = ""; cursor !== null && isHere.current; ) {
        // Without a cursor a run that is held goes on: only the first call may say so, and never one that was under way.
        const progress: SyncProgress = await call(act, { ...body, ...(cursor && act !== "purge" && { cursor }) });
        setRun(progress);
        if (progress.state === "paused" || progress.state === "aborted") break;
        const waitMs = progress.waitUntil ? Date.parse(progress.waitUntil) - Date.now() : 0;
        // Where nothing moved another hand holds it: there is no hurry.
        const restMs = waitMs > 0 ? Math.min(waitMs, NAP_MS) : progress.cursor === cursor ? LOOK_MS : 0;
        cursor = progress.cursor;
        if (cursor !== null && restMs > 0) await new Promise((wake) => setTimeout(wake, restMs));
      }
      router.refresh();
    } catch (error) {
      complain(error);
    } finally {
      setDriving(null);
    }
  };
  const approve = async (stage: number) => {
    setAsking("approve");
    try {
      await call("approve", { planHash: run.planHash, stage });
    } catch (error) {
      complain(error);
      return;
    } finally {
      setAsking(null);
    }
    await drive("execute");
  };
  const pause = async () => {
    setAsking("pause");
    try {
      setRun(await call("pause"));
    } catch (error) {
      complain(error);
    } finally {
      setAsking(null);
    }
  };
  return {
    ...{ run, setRun, driving, asking, pace, isCut },
    approve: (stage: number) => void approve(stage),
    goOn: () => void drive(wayOn(run)),
    pause: () => void pause(),
    undo: () => void drive("undo"),
    /** @returns when nothing is left of it */
    purge: (confirm: string) => drive("purge", { confirm }),
  };
}

/** Follows a run that somebody else drives. */
function useLook({ id, state }: SyncRunDto, isMine: boolean, take: (run: SyncRunDto) => void) {
  const isFollowed = isAtWork(state) && !isMine;
  useEffect(() => {
    if (!isFollowed) return;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      // A look that fails is made up for by the next.
      void api<SyncRunDto>(`/api/image-sync/runs/${id}`).then(take, () => {});
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [isFollowed, id, take]);
}

/** How fast it goes, from where it stood when its present state was first seen. */
function usePace(run: SyncRunDto): Pace | null {
  const start = useRef<Mark & { state: string }>(null);
  const [pace, setPace] = useState<Pace | null>(null);
  useEffect(() => {
    const { done, all } = progressOf(run);
    const now = { done, atMs: performance.now(), state: `${run.state}-${run.stage}` };
    if (!isAtWork(run.state) || start.current?.state !== now.state) {
      start.current = now;
      setPace(null);
    } else setPace((old) => paceOf(start.current!, now, all) ?? old);
  }, [run]);
  return pace;
}
