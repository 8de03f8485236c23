"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import type { StatusKind } from "@/components/ui/status-icon";
import type { ProbeStanding } from "@/lib/diagnosis/probe-dto";

const KIND: Record<ProbeStanding, StatusKind> = {
  ok: "arrived",
  partial: "failed",
  bad: "failed",
  unknown: "unreached",
  off: "skipped",
};

/** How something is: a mark and a word, or what is said instead of the word. */
export function ProbeStatus({
  state,
  unasked = false,
  children,
}: {
  state: ProbeStanding;
  /** It couldn't be asked, rather than nobody having asked. */
  unasked?: boolean;
  children?: ReactNode;
}) {
  const t = useTranslations("diagnosis.state");
  return <Status kind={KIND[state]}>{children ?? t(state === "unknown" && unasked ? "unasked" : state)}</Status>;
}
