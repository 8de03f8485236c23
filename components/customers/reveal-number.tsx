"use client";
import { Eye, EyeOff } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { REASON_MAX } from "@/lib/customers/lengths";

const SHOWN_MS = 5 * 60_000;
const REASONS = ["inquiry", "delivery", "correct"] as const;
type Props = { id: number; masked: string; mayReveal: boolean };

/** A masked number, and the way to see it whole: for a reason, for five minutes, in its place. */
export function RevealNumber({ id, masked, mayReveal }: Props) {
  const t = useTranslations("customers.reveal");
  const c = useTranslations("common");
  const say = useSayError();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [shown, setShown] = useState<{ phone: string; untilMs: number } | null>(null);
  const hide = useCallback(() => setShown(null), []);
  const left = useMinutesLeft(shown?.untilMs ?? null, hide);
  const reveal = useCall(() =>
    api<{ phone: string }>(`/api/customers/${id}/reveal`, { method: "POST", body: { reason } }),
  );
  const show = async () => {
    setWrong(null);
    try {
      const { phone } = await reveal.mutateAsync(undefined);
      setShown({ phone, untilMs: Date.now() + SHOWN_MS });
      setAsking(false);
      setReason("");
    } catch (error) {
      setWrong((error instanceof ApiError && error.issues[0]?.message) || say(error));
    }
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium tabular-nums" aria-live="polite">
          {shown?.phone ?? masked}
        </span>
        {shown ? (
          <>
            <Button size="sm" onClick={hide}>
              <EyeOff aria-hidden />
              {t("hide")}
            </Button>
            <span className="text-ink-3 text-xs">{t("left", { minutes: left })}</span>
          </>
        ) : (
          <Button
            size="sm"
            aria-expanded={isAsking}
            reason={mayReveal ? undefined : t("notAllowed")}
            onClick={() => setAsking(!isAsking)}
          >
            <Eye aria-hidden />
            {t("open")}
          </Button>
        )}
      </div>
      {isAsking && !shown && (
        <form
          aria-label={t("title")}
          className="grid gap-2.5 rounded-lg bg-sunken p-3.5"
          onSubmit={(event) => {
            event.preventDefault();
            void show();
          }}
        >
          <b>{t("title")}</b>
          <div className="flex flex-wrap gap-1.5">
            {REASONS.map((one) => (
              <Chip key={one} on={reason === t(`reasons.${one}`)} onClick={() => setReason(t(`reasons.${one}`))}>
                {t(`reasons.${one}`)}
              </Chip>
            ))}
          </div>
          <Field label={t("reason")} help={t("help")} error={wrong ?? undefined} required>
            {(wires) => (
              <Input
                {...wires}
                value={reason}
                maxLength={REASON_MAX}
                placeholder={t("placeholder")}
                onChange={(event) => setReason(event.target.value)}
                autoComplete="off"
              />
            )}
          </Field>
          <div className="flex justify-end gap-2">
            <Button size="sm" variant="ghost" onClick={() => setAsking(false)}>
              {c("cancel")}
            </Button>
            <Button size="sm" variant="primary" type="submit" busy={reveal.isPending}>
              {t("show")}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}

/** Whole minutes until then, counted down; `onOver` once it is there. */
function useMinutesLeft(untilMs: number | null, onOver: () => void): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (untilMs === null) return;
    setNow(Date.now());
    const tick = setInterval(() => setNow(Date.now()), 10_000);
    const over = setTimeout(onOver, untilMs - Date.now());
    return () => {
      clearInterval(tick);
      clearTimeout(over);
    };
  }, [untilMs, onOver]);
  return untilMs === null ? 0 : Math.max(1, Math.ceil((untilMs - (now || untilMs - SHOWN_MS)) / 60_000));
}
