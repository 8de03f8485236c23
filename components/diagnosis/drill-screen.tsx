"use client";
import { FlaskConical } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Card, CardHead } from "@/components/ui/surface";
import { useToast } from "@/components/ui/toast";
import type { DrillList } from "@/lib/diagnosis/drill-dto";
import type { DrillId } from "@/lib/diagnosis/drill-faults";
import { DrillNow } from "./drill-now";

export type DrillChoice = {
  id: DrillId;
  side: "phones" | "rooms";
  title: string;
  what: string;
  /** What the diagnosis is to say; none: that nothing is wrong. */
  expects: string[];
  /** It may come to nothing as well, where the room proves it. */
  mayBeProven: boolean;
};

const EVERY_MS = 3_000;

/** What can be tried out, what is planted now, and what the diagnosis says of it as it changes. */
export function DrillScreen({ first, choices }: { first: DrillList; choices: readonly DrillChoice[] }) {
  const t = useTranslations("drill");
  const say = useSayError();
  const toast = useToast();
  const [list, setList] = useState(first);
  const [busy, setBusy] = useState<DrillId | number | null>(null);
  const read = useCallback(async () => {
    // A look that failed is followed by another one.
    await api<DrillList>("/api/diagnosis/drill").then(setList, () => {});
  }, []);
  // Whoever comes back to the page by the browser's own way sees it as it was when it was left.
  useEffect(() => void read(), [read]);
  const isOpen = list.open.length > 0;
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => void read(), EVERY_MS);
    return () => clearInterval(timer);
  }, [isOpen, read]);
  const change = useCall((call: () => Promise<DrillList>) => call().then(setList), {
    onError: (error) => toast({ text: say(error), tone: "failed" }),
    onSettled: () => setBusy(null),
  });
  const begin = (fault: DrillId) => {
    setBusy(fault);
    change.mutate(() => api<DrillList>("/api/diagnosis/drill", { method: "POST", body: { fault } }));
  };
  const end = (id: number) => {
    setBusy(id);
    change.mutate(() => api<DrillList>(`/api/diagnosis/drill/${id}`, { method: "DELETE" }));
  };
  const titleOf = (id: DrillId) => choices.find((choice) => choice.id === id)?.title ?? id;
  return (
    <div className="grid gap-6">
      <DrillNow list={list} titleOf={titleOf} busy={typeof busy === "number" ? busy : null} onEnd={end} />
      <Note icon={<FlaskConical aria-hidden />}>{t("whole")}</Note>
      {(["phones", "rooms"] as const)
        .filter((side) => list.sides[side])
        .map((side) => (
          <Card key={side} aria-labelledby={`drill-${side}`}>
            <CardHead id={`drill-${side}`} title={t(`sides.${side}`)} note={t(`sidesWhy.${side}`)} />
            <ul>
              {choices
                .filter((choice) => choice.side === side)
                .map(({ id, title, what, expects, mayBeProven }) => (
                  <li
                    key={id}
                    className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-line border-b px-4 py-3 last:border-b-0 max-md:grid-cols-1"
                  >
                    <div className="min-w-0">
                      <h3 className="font-semibold">{title}</h3>
                      <p className="text-ink-2 text-sm">{what}</p>
                      <p className="text-ink-3 text-xs">
                        {expects.length === 0
                          ? t("expectsNothing")
                          : t(mayBeProven ? "expectsUnlessProven" : "expects", { causes: expects.join(", ") })}
                      </p>
                    </div>
                    <Button
                      aria-label={t("tryOf", { title })}
                      busy={busy === id}
                      {...(isOpen && busy !== id && { disabled: true })}
                      onClick={() => begin(id)}
                    >
                      {t("try")}
                    </Button>
                  </li>
                ))}
            </ul>
          </Card>
        ))}
    </div>
  );
}
