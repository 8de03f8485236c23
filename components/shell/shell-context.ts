"use client";
import { createContext, useContext } from "react";
import type { ShellData } from "./shell-data";

export const ShellContext = createContext<ShellData | null>(null);

/** Null outside the signed-in frame. */
export const useShell = (): ShellData | null => useContext(ShellContext);
