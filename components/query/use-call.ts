"use client";
import { useCallback, useEffect, useRef, useState } from "react";

type After = { onError?: (error: unknown) => void; onSettled?: () => void };

/** A change through the API, and whether one is under way. The latest of `run` and `after` counts. */
export function useCall<V, R>(run: (variables: V) => Promise<R>, after: After = {}) {
  const [underWay, setUnderWay] = useState(0);
  const latest = useRef({ run, after });
  useEffect(() => {
    latest.current = { run, after };
  });
  /** @throws what `run` threw, after `onError` */
  const mutateAsync = useCallback(async (variables: V): Promise<R> => {
    setUnderWay((count) => count + 1);
    try {
      return await latest.current.run(variables);
    } catch (error) {
      latest.current.after.onError?.(error);
      throw error;
    } finally {
      latest.current.after.onSettled?.();
      setUnderWay((count) => count - 1);
    }
  }, []);
  const mutate = useCallback((variables: V) => void mutateAsync(variables).catch(() => {}), [mutateAsync]);
  return { mutateAsync, mutate, isPending: underWay > 0 };
}
