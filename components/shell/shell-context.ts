"use client";
import { type ComponentType, createContext, useContext } from "react";
import type { ShellData } from "./shell-data";

export type Crumb = { label: string; href?: string };
export type BarProps = { crumbs: readonly Crumb[]; live?: string };

/**
 * What the frame knows, and the bar it brings: a screen, its error page and its page for what is absent are bundles of
 * their own, and would each carry the bar again.
 */
type Shell = { data: ShellData; Bar: ComponentType<BarProps> };
export const ShellContext = createContext<Shell | null>(null);

/** Null outside the signed-in frame. */
export const useShell = (): ShellData | null => useContext(ShellContext)?.data ?? null;

/** The bar over a screen. */
export const useBar = (): Shell["Bar"] | null => useContext(ShellContext)?.Bar ?? null;
