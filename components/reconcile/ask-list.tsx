"use client";
import { SearchCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { Compared } from "@/lib/reconcile/reconcile-now";

/** Of a message whose list is lost: Solapi may still know whom its group went to (C-06). */
export function AskList({ messageId, title }: { messageId: number; title: string }) {
  const t = useTranslations("differences.ask");
  const say = useSayError();
  const toast = useToast();
  const ask = useCall(() => api<Compared>("/api/coverage/reconcile", { method: "POST", body: { messageId } }), {
    onError: (error) => toast({ text: say(error), tone: "failed" }),
  });
  const look = async () => {
    const { inserted } = await ask.mutateAsync(undefined);
    toast({ text: inserted > 0 ? t("found", { inserted }) : t("none") });
    askAgain(queryKeys.all("coverage"));
  };
  return (
    <Button
      size="sm"
      className="z-1"
      busy={ask.isPending}
      aria-label={t("of", { title })}
      onClick={() => void look().catch(() => {})}
    >
      <SearchCheck aria-hidden />
      {t("button")}
    </Button>
  );
}
