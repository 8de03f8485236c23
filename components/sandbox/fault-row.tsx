"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { Tag } from "@/components/ui/tag";
import type { Fault, FaultKind } from "@/lib/transports/sandbox-faults";
import { seconds } from "./say-clock";
import type { FaultWish } from "./use-sandbox";

/** Where a time matters, the one a switch begins with, in ms: long enough to be seen. */
const START_MS: Partial<Record<FaultKind, number>> = { slow: 8_000, late: 5_000, drop_older: 15_000 };
const MOST_MS = 600_000;

type Props = {
  kind: FaultKind;
  /** As it is on now. */
  fault: Fault | undefined;
  /** On for every room, not only this one. */
  everywhere: boolean;
  reason: string | undefined;
  onSet: (wish: FaultWish) => void;
  onEnd: (kind: FaultKind) => void;
};

export function FaultRow({ kind, fault, everywhere, reason, onSet, onEnd }: Props) {
  const t = useTranslations("sandbox.faults");
  const startMs = START_MS[kind];
  const note = t(`${kind}.note`, { seconds: seconds(fault?.ms ?? startMs ?? 0) });
  return (
    <li
      className={cn(
        "border-line border-t px-4 pt-2.5 pb-[11px] text-sm first:border-t-0",
        fault && "bg-sunken shadow-[inset_2px_0_0_var(--ink-2)]",
      )}
    >
      <div className="flex items-center gap-2">
        <b>{t(`${kind}.name`)}</b>
        <span className={cn("min-w-0 truncate text-xs", fault ? "text-ink-2" : "text-ink-3")}>{note}</span>
        {everywhere && <Tag>{t("everywhere")}</Tag>}
        <Switch
          quiet
          className="ms-auto"
          label={t("turnOn", { name: t(`${kind}.name`) })}
          checked={fault !== undefined}
          {...(reason && { reason })}
          onChange={(on) => (on ? onSet({ kind, ...(startMs !== undefined && { ms: startMs }) }) : onEnd(kind))}
        />
      </div>
      <p className="mt-0.5 pe-10 text-ink-2 text-xs">{t(`${kind}.text`)}</p>
      {fault && !everywhere && !reason && <Options fault={fault} onSet={onSet} />}
    </li>
  );
}

/** How long and how often; taken over when the field is left or Enter is pressed. */
function Options({ fault, onSet }: { fault: Fault; onSet: (wish: FaultWish) => void }) {
  const t = useTranslations("sandbox.faults");
  const startMs = START_MS[fault.kind];
  const [ms, setMs] = useState(String(fault.ms ?? startMs ?? ""));
  const [times, setTimes] = useState(fault.times === undefined ? "" : String(fault.times));
  const [taken, setTaken] = useState({ ms, times });
  const apply = () => {
    if (ms === taken.ms && times === taken.times) return;
    setTaken({ ms, times });
    onSet({
      kind: fault.kind,
      ...(startMs !== undefined && { ms: Math.min(Number(ms) || 0, MOST_MS) }),
      ...(Number(times) > 0 && { times: Number(times) }),
    });
  };
  const digits = (text: string) => text.replace(/\D/g, "").slice(0, 6);
  return (
    <form
      className="mt-2 flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {startMs !== undefined && (
        <Input
          className="h-7 w-24 max-md:h-9 max-md:w-28"
          inputMode="numeric"
          aria-label={t("msLabel")}
          unit={t("ms")}
          value={ms}
          onChange={(event) => setMs(digits(event.target.value))}
          onBlur={apply}
        />
      )}
      <Input
        className="h-7 w-[88px] max-md:h-9 max-md:w-24"
        inputMode="numeric"
        aria-label={t("timesLabel")}
        unit={t("times")}
        placeholder={t("untilOff")}
        value={times}
        onChange={(event) => setTimes(digits(event.target.value))}
        onBlur={apply}
      />
      {fault.times !== undefined && (
        <span role="status" className="ms-auto text-ink-2 text-xs">
          {t("left", { count: fault.times })}
        </span>
      )}
      <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
        ↵
      </button>
    </form>
  );
}
