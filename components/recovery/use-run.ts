"use client";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ScopeBody } from "@/components/coverage/coverage-address";
import { rememberNumber } from "@/components/coverage/use-plan";
import { ApiError, api } from "@/components/query/api-client";
import { forget } from "@/components/query/kept";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import type { PlanDto, RunDto, RunProgress } from "@/lib/recovery/run-dto";
import { paceOf } from "./run-request";

/** How often a run that somebody else drives is looked at. */
const LOOK_MS = 2_000;
const isAtWork = ({ state }: RunDto) => state === "applying" || state === "undoing";

type Pace = ReturnType<typeof paceOf>;

/**
 * A run and the hand on it: each call does a bounded stretch, this asks again until nothing is left, another hand holds it, or
 * the page goes away. What was done stays done.
 */
export function useRun(first: RunDto) {
  const [run, setRun] = useState(first);
  const [driving, setDriving] = useState<"apply" | "undo" | null>(null);
  const [pace, setPace] = useState<Pace>(null);
  const [isCut, setCut] = useState(false);
  const isHere = useRef(true);
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  useEffect(() => setRun(first), [first]);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const take = useCallback((progress: RunProgress) => setRun((old) => ({ ...old, ...progress })), []);
  useLook(run, driving !== null, take);

  const drive = async (what: "apply" | "undo", step: (cursor: string | null) => Promise<RunProgress>) => {
    const doneOf = (progress: RunProgress) =>
      what === "apply" ? progress.applied : progress.undone + progress.conflicts;
    const start = { done: doneOf(run), atMs: performance.now() };
    setDriving(what);
    setCut(false);
    setPace(null);
    try {
      for (let cursor: string | null = null; isHere.current; ) {
        const progress = await step(cursor);
        take(progress);
        const all = what === "apply" ? progress.rows : progress.applied;
        setPace(paceOf(doneOf(progress), start.done, all, performance.now() - start.atMs));
        cursor = progress.cursor;
        if (cursor === null || progress.state === "paused") break;
      }
      forget(queryKeys.all("coverage"));
      // Who did it and when stands in the run itself.
      router.refresh();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const plan = error.current as PlanDto | undefined;
      if (error.status === 409 && plan?.planHash) return { renewed: plan };
      if (error.status === 0 || error.status >= 500) setCut(true);
      else toast({ text: say(error), tone: "failed" });
    } finally {
      setDriving(null);
    }
    return null;
  };

  const apply = async (scope: ScopeBody) => {
    const { planHash } = run;
    const stopped = await drive("apply", (cursor) =>
      api<RunProgress>("/api/coverage/recoveries", {
        method: "POST",
        body: { scope, planHash, ...(cursor && { cursor }) },
      }),
    );
    if (!stopped) return;
    if (scope.kind === "phone") rememberNumber(stopped.renewed.runId, scope.phone);
    router.replace(`/coverage/recoveries/${stopped.renewed.runId}?renewed=1`);
  };
  const undo = () =>
    drive("undo", () => api<RunProgress>(`/api/coverage/recoveries/${run.runId}/undo`, { method: "POST", body: {} }));
  const pause = async () => {
    try {
      take(await api<RunProgress>(`/api/coverage/recoveries/${run.runId}/pause`, { method: "POST", body: {} }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  return {
    run,
    driving,
    pace,
    isCut,
    apply: (scope: ScopeBody) => void apply(scope),
    undo: () => void undo(),
    pause: () => void pause(),
  };
}

/** Follows a run that somebody else drives. */
function useLook(run: RunDto, isMine: boolean, take: (progress: RunProgress) => void) {
  const isFollowed = isAtWork(run) && !isMine;
  const { runId } = run;
  useEffect(() => {
    if (!isFollowed) return;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      // A look that fails is made up for by the next.
      void api<RunDto>(`/api/coverage/recoveries/${runId}`).then(take, () => {});
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [isFollowed, runId, take]);
}
