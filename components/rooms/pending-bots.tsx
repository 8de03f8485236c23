"use client";
import { Bot } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Card, CardHead } from "@/components/ui/surface";
import type { BotDto } from "@/lib/rooms/bot-queries";
import type { BotActions } from "./use-bot-actions";

/** Bots nobody has let in yet, with the decision beside them. */
export function PendingBots({ bots, actions }: { bots: readonly BotDto[]; actions: BotActions }) {
  const t = useTranslations("rooms");
  if (bots.length === 0) return null;
  return (
    <Card aria-labelledby="pending-bots">
      <CardHead id="pending-bots" title={t("pending.title")} note={t("pending.count", { count: bots.length })} />
      <ul>
        {bots.map((bot) => (
          <li
            key={bot.id}
            className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-3 border-line border-b px-4 py-3.5 last:border-b-0 max-md:grid-cols-[auto_minmax(0,1fr)]"
          >
            <Glyph kind="scheduled">
              <Bot aria-hidden />
            </Glyph>
            <div className="min-w-0">
              <h3 className="font-semibold">{bot.botName}</h3>
              <p className="text-ink-2 text-sm">
                {t("pending.line", { device: bot.deviceId, gateway: t(`gateways.${bot.gateway}`) })}
              </p>
            </div>
            <div className="flex gap-1.5 max-md:col-span-2 max-md:[&>button]:flex-1">
              <Button disabled={actions.isChanging} onClick={() => void actions.become(bot, "denied")}>
                {t("steps.denied")}
              </Button>
              <Button disabled={actions.isChanging} onClick={() => void actions.become(bot, "approved")}>
                {t("steps.approved")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
