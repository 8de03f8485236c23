"use client";
import { MessageSquare } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { LimitChain } from "@/components/rooms/limit-chain";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RoomDto } from "@/lib/rooms/queries";

/** From this share of a day's limit on, the figure speaks up. */
const NEARLY = 0.9;

type Props = { rooms: readonly RoomDto[]; total: number; orgId: number };

/** The rooms of the subtree, how much of their day is used and who limits it. */
export function RoomsCard({ rooms, total, orgId }: Props) {
  const t = useTranslations("orgs.rooms");
  const href = `/settings/rooms?org=${orgId}`;
  const link = "font-medium text-accent-ink underline decoration-accent-line underline-offset-[3px]";
  return (
    <Card aria-labelledby="rooms">
      <CardHead id="rooms" title={t("title")} note={t("note", { count: total })}>
        <Link href={href} className={`${link} text-sm`}>
          {t("all")}
        </Link>
      </CardHead>
      {rooms.length === 0 ? (
        <StateBlock icon={<MessageSquare />} title={t("empty")}>
          {t("emptyHelp")}
        </StateBlock>
      ) : (
        <Table label={t("title")}>
          <thead>
            <tr>
              <Th>{t("name")}</Th>
              <Th>{t("owner")}</Th>
              <Th>{t("bot")}</Th>
              <Th>{t("today")}</Th>
              <Th>{t("limit")}</Th>
            </tr>
          </thead>
          <tbody>
            {rooms.map((room) => {
              const used = room.today.runsToday;
              const limit = room.effectiveLimits.runsPerDay;
              return (
                <Tr key={room.id}>
                  <Td
                    lead
                    lang="ko"
                    title={room.name}
                    className="max-md:col-start-1 max-md:row-start-1 max-md:[overflow-wrap:anywhere] md:max-w-44 md:truncate"
                  >
                    {room.name}
                  </Td>
                  <Td lang="ko" className="text-ink-2 max-md:col-span-2 max-md:row-start-2 md:max-w-36 md:truncate">
                    {room.ownerOrg.name}
                  </Td>
                  <Td wideOnly lang="ko" className="text-ink-2 md:max-w-32 md:truncate">
                    {room.bot.botName}
                  </Td>
                  <Td
                    className={`whitespace-nowrap max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end ${used >= limit * NEARLY ? "font-semibold text-deferred max-md:text-deferred" : ""}`}
                  >
                    {t("runs", { used, limit })}
                  </Td>
                  <Td full className="py-1 max-md:row-start-3">
                    <LimitChain room={room} name="runsPerDay" brief />
                  </Td>
                </Tr>
              );
            })}
          </tbody>
        </Table>
      )}
      {total > rooms.length && (
        <div className="border-line border-t px-4 py-2.5 text-sm">
          <Link href={href} className={link}>
            {t("more", { count: total - rooms.length })}
          </Link>
        </div>
      )}
    </Card>
  );
}
