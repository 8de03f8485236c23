"use client";
import { Bot, Ellipsis, RefreshCw } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { Button, IconButton } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { formatRelative, formatWhen } from "@/lib/time/format";
import { botState, stateLook } from "./bot-state";
import type { BotActions } from "./use-bot-actions";
import { useBotMenu } from "./use-bot-menu";

type Props = { bots: readonly BotDto[]; isHq: boolean; mayWrite: boolean; now: Date; actions: BotActions };

/** The bots in sight; headquarters sees how they are and what they have to do. */
export function BotsCard({ bots, isHq, mayWrite, now, actions }: Props) {
  const t = useTranslations("rooms");
  const testable = bots.filter((bot) => bot.status === "approved");
  return (
    <Card aria-labelledby="bots">
      <CardHead id="bots" title={t("bots.title")} note={t("bots.note")}>
        {mayWrite && testable.length > 0 && (
          <Button size="sm" busy={actions.probingAll} onClick={() => actions.probeAll(testable)}>
            <RefreshCw aria-hidden />
            {t("bots.probeAll")}
          </Button>
        )}
      </CardHead>
      {bots.length === 0 ? (
        <StateBlock icon={<Bot />} title={t("bots.empty")}>
          {t(mayWrite ? "bots.emptyWhy" : "bots.emptyBelow")}
        </StateBlock>
      ) : (
        <Table label={t("bots.title")}>
          <thead>
            <tr>
              <Th>{t("bots.name")}</Th>
              <Th>{t("bots.device")}</Th>
              <Th>{t("bots.gateway")}</Th>
              <Th>{t("bots.status")}</Th>
              {isHq && <Th>{t("bots.seen")}</Th>}
              {isHq && <Th num>{t("bots.waiting")}</Th>}
              {isHq && <Th>{t("bots.breaker")}</Th>}
              <Th num>{t(isHq ? "bots.today" : "bots.rooms")}</Th>
              {mayWrite && (
                <Th>
                  <span className="sr-only">{t("bots.menuOf", { name: "" })}</span>
                </Th>
              )}
            </tr>
          </thead>
          <tbody>
            {bots.map((bot) => (
              <BotRow key={bot.id} bot={bot} isHq={isHq} mayWrite={mayWrite} now={now} actions={actions} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function BotRow({ bot, isHq, mayWrite, now, actions }: Omit<Props, "bots"> & { bot: BotDto }) {
  const t = useTranslations("rooms");
  const locale = useLocale();
  const state = botState(bot);
  const items = useBotMenu(bot, actions);
  const seen = bot.lastSeenAt ? formatRelative(new Date(bot.lastSeenAt), now, locale) : t("bots.never");
  const breakerUntil = bot.breakerOpenUntil ? new Date(bot.breakerOpenUntil) : null;
  return (
    <Tr>
      <Td lead>
        <span className="flex items-center gap-2">
          {bot.botName}
          {bot.isSandbox && <Tag>{t("bots.mock")}</Tag>}
        </span>
      </Td>
      <Td wideOnly className="text-ink-2">
        {bot.deviceId}
      </Td>
      <Td full className="text-ink-2">
        {t(`gateways.${bot.gateway}`)}
        {isHq && <span className="md:hidden"> · {seen}</span>}
      </Td>
      <Td toggle>
        <Status kind={stateLook[state]}>{t(`botStates.${state}`)}</Status>
      </Td>
      {isHq && (
        <>
          <Td wideOnly className="text-ink-2">
            {seen}
          </Td>
          <Td wideOnly num>
            {bot.waiting}
          </Td>
          <Td className="text-ink-2">
            {breakerUntil ? (
              <>
                <b className="font-semibold text-failed">{t("bots.breakerOpen")}</b>
                {" · "}
                {t("bots.breakerNext", { when: formatWhen(breakerUntil, now, locale) })}
              </>
            ) : (
              t("bots.breakerFine")
            )}
          </Td>
        </>
      )}
      <Td wideOnly num>
        {isHq ? t("bots.runs", { count: bot.runsToday ?? 0 }) : t("bots.roomCount", { count: bot.roomCount })}
      </Td>
      {mayWrite && (
        <Td fit className="max-md:justify-self-end">
          <Menu items={items} label={t("bots.menuOf", { name: bot.botName })}>
            <IconButton
              label={t("bots.menuOf", { name: bot.botName })}
              className="relative z-1 max-md:-my-3 max-md:-me-2.5"
              disabled={actions.probing.has(bot.id)}
            >
              <Ellipsis />
            </IconButton>
          </Menu>
        </Td>
      )}
    </Tr>
  );
}
