"use client";
import { type ReactNode, useMemo } from "react";
import { SandboxBanner } from "./sandbox-banner";
import { type BarProps, ShellContext } from "./shell-context";
import type { ShellData } from "./shell-data";
import { TopBar } from "./top-bar";

const Bar = (props: BarProps) => (
  <>
    <TopBar {...props} />
    <SandboxBanner />
  </>
);

/** Carries what the frame knows, and its bar, to each screen. */
export function ShellProvider({ data, children }: { data: ShellData; children: ReactNode }) {
  const shell = useMemo(() => ({ data, Bar }), [data]);
  return <ShellContext value={shell}>{children}</ShellContext>;
}
