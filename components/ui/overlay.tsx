"use client";
import { type ReactNode, useState } from "react";
import { partOf, usePart } from "./load-part";

export type OverlayProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Over the title: a tag, a way back. */
  above?: ReactNode;
  /** Buttons at the foot; the one that goes on last. */
  foot?: ReactNode;
  children?: ReactNode;
  wide?: boolean;
};

const overlayPanel = partOf(() => import("./overlay-panel").then((module) => module.OverlayPanel));

/** Stays after the first time, so that closing can give the focus back. */
function Overlay(props: OverlayProps & { kind: "sheet" | "modal" }) {
  const [isNeeded, setNeeded] = useState(props.open);
  if (props.open && !isNeeded) setNeeded(true);
  const OverlayPanel = usePart(overlayPanel, isNeeded);
  return OverlayPanel && <OverlayPanel {...props} />;
}

/** From the right edge: inspect or decide without leaving the list. */
export const Sheet = (props: OverlayProps) => <Overlay kind="sheet" {...props} />;

/** In the middle: only for what must be answered now. For what can't be undone: `ConfirmDialog`. */
export const Modal = (props: OverlayProps) => <Overlay kind="modal" {...props} />;
