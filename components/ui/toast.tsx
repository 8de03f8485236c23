"use client";
import { Check, CircleX, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "./button";
import { cn } from "./cn";

type Toast = {
  id: number;
  text: ReactNode;
  tone: "done" | "failed";
  action?: { label: ReactNode; onPress: () => void };
  lastsMs: number;
};
type Show = (toast: {
  text: ReactNode;
  tone?: Toast["tone"] /** Everything reversible offers its undo for ten seconds. */;
  undo?: () => void;
  action?: Toast["action"];
}) => void;

const UNDO_MS = 10_000;
const PLAIN_MS = 5_000;
const Context = createContext<Show | null>(null);

/** Says what just happened. */
export function useToast(): Show {
  const show = useContext(Context);
  if (!show) throw new Error("useToast needs a ToastProvider above it");
  return show;
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  const [toasts, setToasts] = useState<Toast[]>([]);
  const drop = useCallback((id: number) => setToasts((list) => list.filter((one) => one.id !== id)), []);
  const show = useCallback<Show>(
    ({ text, tone = "done", undo, action }) => {
      const id = performance.now() + Math.random();
      const offer = undo ? { label: t("undo"), onPress: undo } : action;
      const toast: Toast = {
        id,
        text,
        tone,
        lastsMs: undo || action ? UNDO_MS : PLAIN_MS,
        ...(offer && { action: offer }),
      };
      setToasts((list) => [...list.slice(-2), toast]);
    },
    [t],
  );
  const value = useMemo(() => show, [show]);
  return (
    <Context.Provider value={value}>
      {children}
      <section
        aria-live="polite"
        aria-label={t("notices")}
        className="fixed inset-x-4 bottom-6 z-50 grid justify-items-center gap-2 max-md:bottom-24 pointer-events-none"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onClose={() => drop(toast.id)} />
        ))}
      </section>
    </Context.Provider>
  );
}

function ToastCard({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const t = useTranslations("common");
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onClose, toast.lastsMs);
    return () => clearTimeout(timer);
  }, [held, toast.lastsMs, onClose]);
  const { action } = toast;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding the pointer over it only keeps it open longer
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-full items-center gap-3 rounded-xl bg-raised py-1.5 ps-3.5 pe-1.5 text-sm shadow-float"
    >
      {toast.tone === "done" ? (
        <Check className="size-4 shrink-0" aria-hidden />
      ) : (
        <CircleX className="size-4 shrink-0 text-failed" aria-hidden />
      )}
      <span>{toast.text}</span>
      {action && (
        <Button
          size="sm"
          onClick={() => {
            action.onPress();
            onClose();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={t("close")} onClick={onClose} className={cn("size-8")}>
        <X />
      </IconButton>
    </div>
  );
}
