"use client";
import { MessageSquareText } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { LoadMore } from "@/components/ui/load-more";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { useToast } from "@/components/ui/toast";
import type { HistoryPage } from "@/lib/messages/history-queries";
import { HistorySteps } from "./history-steps";

type Props = {
  first: HistoryPage;
  /** Where its next page is asked for, without the cursor. */
  path: string;
  serverNow: string;
};

/** Everything one person was sent, newest first, as far back as anybody wants to look (S0-26). */
export function HistoryCard({ first, path, serverNow }: Props) {
  const t = useTranslations("received.timeline");
  const say = useSayError();
  const toast = useToast();
  const [more, setMore] = useState<HistoryPage | null>(null);
  const [isBusy, setBusy] = useState(false);
  const items = [...first.items, ...(more?.items ?? [])];
  const nextCursor = more ? more.nextCursor : first.nextCursor;
  const next = async () => {
    setBusy(true);
    try {
      const page = await api<HistoryPage>(`${path}${path.includes("?") ? "&" : "?"}cursor=${nextCursor}`);
      setMore((old) => ({ items: [...(old?.items ?? []), ...page.items], nextCursor: page.nextCursor }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card aria-labelledby="received">
      <CardHead
        id="received"
        title={t("title")}
        note={items.length > 0 && t(nextCursor ? "noteSome" : "note", { count: items.length })}
      />
      {items.length === 0 ? (
        <StateBlock icon={<MessageSquareText aria-hidden />} title={t("empty")} heading="h3">
          {t("emptyWhy")}
        </StateBlock>
      ) : (
        <HistorySteps items={items} serverNow={serverNow} />
      )}
      {nextCursor && <LoadMore onMore={() => void next()} busy={isBusy} />}
    </Card>
  );
}
