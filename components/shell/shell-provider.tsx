"use client";
import type { ReactNode } from "react";
import { SandboxBanner } from "./sandbox-banner";
import { ShellContext } from "./shell-context";
import type { ShellData } from "./shell-data";
import { type BarProps, TopBar } from "./top-bar";

/** Carries what the frame knows to the bar and the banner of each screen. */
export function ShellProvider({ data, children }: { data: ShellData; children: ReactNode }) {
  return <ShellContext value={data}>{children}</ShellContext>;
}

/**
 * What stands over a screen. It lives beside what the frame loads: a screen, its error page and its page for what is
 * absent are bundles of their own, and would each carry it again.
 */
export const ScreenBar = (props: BarProps) => (
  <>
    <TopBar {...props} />
    <SandboxBanner />
  </>
);
