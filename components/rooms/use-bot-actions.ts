"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useToast } from "@/components/ui/toast";
import type { BotStatus } from "@/db/enums";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { mayBecome } from "@/lib/rooms/bot-status";
import { useChange } from "./use-rooms";

export type BotActions = ReturnType<typeof useBotActions>;

/** What headquarters can do with a bot, each with a word about how it went. */
export function useBotActions({
  onEdit,
  onRemove,
}: {
  onEdit: (bot: BotDto) => void;
  onRemove: (bot: BotDto) => void;
}) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  const toast = useToast();
  const [probing, setProbing] = useState<ReadonlySet<number>>(new Set());
  const [probingAll, setProbingAll] = useState(false);
  const knock = useChange((id: number) => api<BotDto>(`/api/bots/${id}/probe`, { method: "POST" }));
  const change = useChange(({ bot, status }: { bot: BotDto; status: BotStatus }) =>
    api<BotDto>(`/api/bots/${bot.id}`, { method: "PUT", body: { status, version: bot.version } }),
  );
  const sayFailure = (error: unknown) =>
    toast({ text: (error instanceof ApiError && error.message) || c("offline"), tone: "failed" });

  async function probeOne(bot: BotDto): Promise<BotDto | null> {
    setProbing((all) => new Set(all).add(bot.id));
    try {
      return await knock.mutateAsync(bot.id);
    } catch (error) {
      sayFailure(error);
      return null;
    } finally {
      setProbing((all) => new Set([...all].filter((id) => id !== bot.id)));
    }
  }

  async function probe(bot: BotDto): Promise<void> {
    const { health } = (await probeOne(bot)) ?? {};
    if (health?.ok) toast({ text: t("probe.ok", { name: bot.botName, ms: health.latencyMs ?? 0 }) });
    else if (health)
      toast({
        text: t(health.detail?.startsWith("auth_failed") ? "probe.refused" : "probe.silent", { name: bot.botName }),
        tone: "failed",
      });
  }

  async function probeAll(bots: readonly BotDto[]): Promise<void> {
    setProbingAll(true);
    const answers = await Promise.all(bots.map(probeOne));
    setProbingAll(false);
    const known = answers.filter((bot) => bot !== null);
    const silent = known.filter((bot) => !bot.health?.ok).length;
    if (known.length === 0) return;
    if (silent === 0) toast({ text: t("probe.allOk", { count: known.length }) });
    else toast({ text: t("probe.someSilent", { count: known.length, silent }), tone: "failed" });
  }

  async function become(bot: BotDto, status: BotStatus): Promise<void> {
    try {
      const changed = await change.mutateAsync({ bot, status });
      const back = bot.status;
      toast({
        text: t(`became.${status}`, { name: bot.botName }),
        ...(mayBecome(status, back) && { undo: () => void become(changed, back) }),
      });
    } catch (error) {
      sayFailure(error);
    }
  }

  return { probe, probeAll, probing, probingAll, become, isChanging: change.isPending, edit: onEdit, remove: onRemove };
}
