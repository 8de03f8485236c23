"use client";
import { Activity, Ban, Check, Pencil, Trash2, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { MenuItem } from "@/components/ui/menu";
import type { BotStatus } from "@/db/enums";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { nextBotStatuses } from "@/lib/rooms/bot-status";
import type { BotActions } from "./use-bot-actions";

const ICON: Record<BotStatus, typeof Check> = {
  approved: Check,
  denied: Ban,
  blocked: Ban,
  revoked: Undo2,
  pending: Undo2,
};

/** What can be done with one bot from where it stands. */
export function useBotMenu(bot: BotDto, actions: BotActions): MenuItem[] {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  return [
    { id: "probe", label: t("probe.run"), icon: <Activity aria-hidden />, onSelect: () => void actions.probe(bot) },
    { id: "edit", label: c("edit"), icon: <Pencil aria-hidden />, onSelect: () => actions.edit(bot) },
    "line",
    ...nextBotStatuses(bot.status).map((status): MenuItem => {
      const Icon = ICON[status];
      const isAgain = status === "approved" && bot.status !== "pending";
      return {
        id: status,
        label: isAgain ? t("stepAgain") : t(`steps.${status}`),
        icon: <Icon aria-hidden />,
        onSelect: () => void actions.become(bot, status),
      };
    }),
    "line",
    {
      id: "remove",
      label: c("remove"),
      icon: <Trash2 aria-hidden />,
      danger: true,
      onSelect: () => actions.remove(bot),
      ...(bot.roomCount > 0 && { disabledReason: t("whyNot.botHasRooms", { count: bot.roomCount }) }),
    },
  ];
}
