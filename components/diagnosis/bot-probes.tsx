"use client";
import { Bot } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { ButtonLink } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { BotProbeDto, DiagnosisDto } from "@/lib/diagnosis/probe-dto";
import { formatTime, formatWhen } from "@/lib/time/format";
import { ProbeStatus } from "./probe-status";
import { ProbeStrip } from "./probe-strip";
import { useProbeWords } from "./probe-words";

/** The bots one by one: whether each answers, since when it doesn't, and when it last had something to send. */
export function BotProbes({ known }: { known: DiagnosisDto }) {
  const t = useTranslations("diagnosis");
  const { bots } = known;
  return (
    <Card id="bots" className="scroll-mt-16">
      <CardHead title={t("bots.title")} note={t("bots.note", { count: bots.length })} />
      {bots.length === 0 ? (
        <StateBlock
          icon={<Bot aria-hidden />}
          title={t("bots.none")}
          action={<ButtonLink href="/settings/rooms">{t("bots.noneOpen")}</ButtonLink>}
        >
          {t("bots.noneWhy")}
        </StateBlock>
      ) : (
        <Table label={t("bots.title")} className="md:table-fixed">
          <thead>
            <tr>
              <Th className="w-[16%]">{t("bots.columns.bot")}</Th>
              <Th className="w-[11%]">{t("bots.columns.now")}</Th>
              <Th className="w-[8%]">{t("bots.columns.answer")}</Th>
              <Th className="w-[12%]">{t("bots.columns.lastRun")}</Th>
              <Th className="w-[12%]">{t("bots.columns.lastGood")}</Th>
              <Th className="w-[20%]">{t("bots.columns.strip")}</Th>
              <Th className="w-[21%]">{t("bots.columns.why")}</Th>
            </tr>
          </thead>
          <tbody>
            {bots.map((bot) => (
              <Row key={bot.id} bot={bot} now={new Date(known.now)} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function Row({ bot, now }: { bot: BotProbeDto; now: Date }) {
  const t = useTranslations("diagnosis");
  const locale = useLocale();
  const { cause, fix } = useProbeWords();
  const when = (at: string | null) => (at ? formatWhen(new Date(at), now, locale) : t("tile.none"));
  const isResting = bot.restsUntil !== null && new Date(bot.restsUntil) > now;
  return (
    <Tr>
      <Td lead>
        <span className="flex min-w-0 items-center gap-1.5">
          <RowLink href={bot.href} className="truncate">
            {bot.botName}
          </RowLink>
          {bot.isSandbox && <Tag>{t("bots.sandbox")}</Tag>}
        </span>
      </Td>
      <Td toggle>
        <ProbeStatus state={bot.state} />
      </Td>
      <Td className="tabular-nums" label={t("bots.columns.answer")}>
        {bot.ms === null || bot.state !== "ok" ? t("tile.none") : t("value.ms", { ms: bot.ms })}
      </Td>
      <Td className="text-ink-2 tabular-nums max-md:justify-self-end" label={t("bots.columns.lastRun")}>
        {when(bot.lastRunAt)}
      </Td>
      <Td full className="text-ink-2 tabular-nums" label={t("bots.columns.lastGood")}>
        {bot.state === "ok" ? t("table.just") : when(bot.lastGoodAt)}
      </Td>
      <Td full className="max-md:my-1">
        <ProbeStrip marks={bot.strip} />
      </Td>
      <Td full className="text-ink-2 md:whitespace-normal md:py-2">
        {bot.cause && bot.since ? (
          <>
            <span className="block text-ink">
              {t("tenants.why", { when: when(bot.since), cause: cause(bot.cause) })}
            </span>
            <span className="block text-xs">
              {fix(bot.cause)}
              {isResting && bot.restsUntil && ` · ${t("bots.rests", { time: formatTime(new Date(bot.restsUntil)) })}`}
            </span>
          </>
        ) : (
          <span className="max-md:hidden">{t("tenants.fine")}</span>
        )}
      </Td>
    </Tr>
  );
}
