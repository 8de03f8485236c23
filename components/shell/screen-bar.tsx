"use client";
import { type BarProps, useBar } from "./shell-context";

/** The frame's bar, with this screen's place in it. */
export function ScreenBar(props: BarProps) {
  const Bar = useBar();
  return Bar && <Bar {...props} />;
}
