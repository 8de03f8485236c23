"use client";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type ToastAction, ToastCard, type ToastTone } from "./toast-card";

type Toast = { id: number; text: ReactNode; tone: ToastTone; action?: ToastAction; lastsSeconds: number };
type Show = (toast: {
  text: ReactNode;
  /** `done` a check, `arrived` a green one, `failed` a red cross. */
  tone?: ToastTone;
  /** Everything reversible offers its undo for ten seconds. */
  undo?: () => void | Promise<void>;
  action?: ToastAction;
}) => void;

const OFFER_SECONDS = 10;
const PLAIN_SECONDS = 5;
const AT_ONCE = 3;
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
  const lastId = useRef(0);
  const drop = useCallback((id: number) => setToasts((list) => list.filter((one) => one.id !== id)), []);
  const show = useCallback<Show>(
    ({ text, tone = "done", undo, action }) => {
      const offer = undo ? { label: t("undo"), onPress: undo } : action;
      lastId.current += 1;
      const toast: Toast = {
        id: lastId.current,
        text,
        tone,
        lastsSeconds: offer || tone === "failed" ? OFFER_SECONDS : PLAIN_SECONDS,
        ...(offer && { action: offer }),
      };
      setToasts((list) => [...list.slice(1 - AT_ONCE), toast]);
    },
    [t],
  );
  return (
    <Context.Provider value={show}>
      {children}
      <section
        data-toasts
        aria-live="polite"
        aria-label={t("notices")}
        className="pointer-events-none fixed inset-x-4 bottom-6 z-70 grid justify-items-center gap-2 max-md:bottom-[72px] [body:has([data-foot])_&]:bottom-[76px] max-md:[body:has([data-foot])_&]:bottom-[140px]"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} {...toast} onClose={() => drop(toast.id)} />
        ))}
      </section>
    </Context.Provider>
  );
}
