"use client";
import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { Compared } from "@/lib/reconcile/reconcile-now";
import { DAY_MS, kstDate } from "@/lib/time/kst";

const DAYS = 7;
const COUNTED = ["read", "same", "applied", "inserted", "differing", "foreign"] as const;
type Counts = Record<(typeof COUNTED)[number], number>;
const NOTHING: Counts = { read: 0, same: 0, applied: 0, inserted: 0, differing: 0, foreign: 0 };

/** Compares what the accounts had of late, stretch by stretch until nothing is left. */
export function CompareNow({ may, serverNow }: { may: boolean; serverNow: string }) {
  const t = useTranslations("differences.compare");
  const say = useSayError();
  const toast = useToast();
  const router = useRouter();
  const [read, setRead] = useState<number | null>(null);
  const compare = async () => {
    const now = new Date(serverNow);
    const period = { from: kstDate(new Date(now.getTime() - (DAYS - 1) * DAY_MS)), to: kstDate(now) };
    let sum = NOTHING;
    setRead(0);
    try {
      for (let cursor: string | null = null; ; ) {
        const page: Compared = await api("/api/coverage/reconcile", {
          method: "POST",
          body: { ...period, ...(cursor && { cursor }) },
        });
        sum = Object.fromEntries(COUNTED.map((name) => [name, sum[name] + page[name]])) as Counts;
        setRead(sum.read);
        cursor = page.cursor;
        if (cursor === null) break;
      }
      toast({ text: t("done", sum) });
      router.refresh();
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setRead(null);
    }
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button busy={read !== null} reason={may ? undefined : t("mayNot")} onClick={() => void compare()}>
        <RefreshCw aria-hidden />
        {t("button")}
      </Button>
      <span role="status" className="text-ink-3 text-xs tabular-nums">
        {read === null ? t("days", { days: DAYS }) : t("busy", { read })}
      </span>
    </span>
  );
}
