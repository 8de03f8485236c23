"use client";
import { Check, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "./button";
import { StatusIcon } from "./status-icon";

export type ToastTone = "done" | "arrived" | "failed";
export type ToastAction = { label: ReactNode; onPress: () => void | Promise<void> };
type Props = {
  text: ReactNode;
  tone: ToastTone;
  action?: ToastAction | undefined;
  lastsSeconds: number;
  onClose: () => void;
};

const ROUND = 2 * Math.PI * 9;

/** One notice. The clock stops while the pointer or the focus is on it. */
export function ToastCard({ text, tone, action, lastsSeconds, onClose }: Props) {
  const t = useTranslations("common");
  const [held, setHeld] = useState(false);
  const [left, setLeft] = useState(lastsSeconds);
  useEffect(() => {
    if (held) return;
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1000);
    return () => clearInterval(timer);
  }, [held]);
  useEffect(() => {
    if (left <= 0) onClose();
  }, [left, onClose]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding the pointer over it only keeps it open longer
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-full items-center gap-2.5 rounded-xl bg-raised py-[7px] ps-3.5 pe-[9px] text-sm shadow-float transition-[opacity,translate] duration-(--motion) ease-out starting:translate-y-2 starting:opacity-0"
    >
      {tone === "done" ? (
        <Check className="size-4 shrink-0" aria-hidden />
      ) : (
        <StatusIcon kind={tone} className={tone === "arrived" ? "text-arrived" : "text-failed"} />
      )}
      <span className="min-w-0 py-1">{text}</span>
      {action && <Ring left={left} of={lastsSeconds} />}
      {action && (
        <Button
          size="sm"
          onClick={() => {
            onClose();
            void action.onPress();
          }}
        >
          {action.label}
        </Button>
      )}
      {!action && (
        <IconButton label={t("close")} size="sm" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function Ring({ left, of }: { left: number; of: number }) {
  return (
    <svg viewBox="0 0 22 22" className="size-[22px] shrink-0" aria-hidden>
      <circle cx="11" cy="11" r="9" fill="none" className="stroke-line" strokeWidth="2" />
      <circle
        cx="11"
        cy="11"
        r="9"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
        transform="rotate(-90 11 11)"
        strokeDasharray={`${(Math.max(left, 0) / of) * ROUND} ${ROUND}`}
        className="stroke-accent transition-[stroke-dasharray] duration-1000 ease-linear"
      />
      <text x="11" y="14.5" textAnchor="middle" className="fill-ink-2 text-[10px]">
        {Math.max(left, 0)}
      </text>
    </svg>
  );
}
