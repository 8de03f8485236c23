"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { ShellData } from "./shell-data";

const Context = createContext<ShellData | null>(null);

/** Carries what the frame knows to the bar and the banner inside each screen. */
export function ShellProvider({ data, children }: { data: ShellData; children: ReactNode }) {
  return <Context.Provider value={data}>{children}</Context.Provider>;
}

/** Null outside the signed-in frame. */
export const useShell = (): ShellData | null => useContext(Context);
