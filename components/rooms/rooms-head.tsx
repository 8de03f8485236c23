"use client";
import { useLocale, useTranslations } from "use-intl";
import { PageHeader } from "@/components/ui/page-header";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { formatWhen } from "@/lib/time/format";
import { botState } from "./bot-state";
import { useBots, useNow } from "./use-rooms";

type Props = {
  firstBots: BotDto[];
  isHq: boolean;
  mayWriteRooms: boolean;
  serverNow: string;
  actions: React.ReactNode;
};

/** The sentence this screen answers with: do the bots answer, and where can we send. */
export function RoomsHead({ firstBots, isHq, mayWriteRooms, serverNow, actions }: Props) {
  const t = useTranslations("rooms.head");
  const locale = useLocale();
  const now = useNow(serverNow);
  const { data: bots } = useBots(firstBots);
  const rooms = bots.reduce((sum, bot) => sum + bot.roomCount, 0);
  if (!isHq) {
    const lede = t(mayWriteRooms ? "mayWrite" : "mayRead");
    return <PageHeader title={rooms ? t("rooms", { count: rooms }) : t("noRooms")} lede={lede} actions={actions} />;
  }
  const approved = bots.filter((bot) => bot.status === "approved");
  const of = (state: string) => approved.filter((bot) => botState(bot) === state);
  const connected = of("connected").length;
  const [silent] = of("silent");
  const untested = of("untested").length;
  const total = approved.length;
  const title =
    bots.length === 0
      ? t("noBots")
      : untested > 0 && untested === total
        ? t("allUntested", { total })
        : connected === total && total > 0
          ? t("allConnected", { total })
          : t("someConnected", { total, connected });
  const said = { name: silent?.botName ?? "", rooms: silent?.roomCount ?? 0 };
  const lede =
    bots.length === 0
      ? t("noBotsWhy")
      : silent
        ? silent.lastSeenAt
          ? t("silentSince", { ...said, when: formatWhen(new Date(silent.lastSeenAt), now, locale) })
          : t("silent", said)
        : untested > 0
          ? untested === total
            ? t("allUntestedWhy")
            : t("untested", { count: untested })
          : t("allFine", { rooms });
  return <PageHeader title={title} lede={lede} actions={actions} />;
}
