"use client";
import { type ComponentType, useEffect, useState } from "react";

export type Part<P> = { load: () => Promise<ComponentType<P>>; loaded: ComponentType<P> | null };

/** A component that is fetched when it is first wanted. */
export const partOf = <P extends object>(load: Part<P>["load"]): Part<P> => ({ load, loaded: null });

/**
 * The component once it is there, null until then; where there is nothing to load, null.
 * Not `React.lazy`: React holds a late part back for up to 300 ms, and a menu must open at once.
 */
export function usePart<P extends object>(part: Part<P> | null, isWanted: boolean): ComponentType<P> | null {
  const [failure, setFailure] = useState<unknown>(null);
  const [, setReady] = useState(false);
  useEffect(() => {
    if (!isWanted || !part || part.loaded) return;
    let isGone = false;
    part.load().then(
      (loaded) => {
        part.loaded = loaded;
        if (!isGone) setReady(true);
      },
      (error: unknown) => {
        if (!isGone) setFailure(error);
      },
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, part]);
  // The nearest error page says what to do: where a new version is out, loading again helps.
  if (failure) throw failure;
  return isWanted && part ? part.loaded : null;
}
