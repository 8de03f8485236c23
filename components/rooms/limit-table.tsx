"use client";
import { useLocale, useTranslations } from "use-intl";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type LimitName, limitNames } from "@/lib/rooms/limits";
import type { RoomDto } from "@/lib/rooms/queries";
import { formatRelative } from "@/lib/time/format";
import { LimitChain } from "./limit-chain";
import { UsageBar } from "./usage-bar";

const USED: Partial<Record<LimitName, "callsLastMinute" | "callsLastHour" | "callsToday" | "runsToday">> = {
  perMinute: "callsLastMinute",
  perHour: "callsLastHour",
  callsPerDay: "callsToday",
  runsPerDay: "runsToday",
};
/** The one people ask about first. */
const order: readonly LimitName[] = ["runsPerDay", ...limitNames.filter((name) => name !== "runsPerDay")];

/** What limits a room, how much of it is used, and where each limit comes from. */
export function LimitTable({ room, now }: { room: RoomDto; now: Date }) {
  const t = useTranslations("rooms.limits");
  const locale = useLocale();
  const used = (name: LimitName) => {
    const field = USED[name];
    if (!field) {
      const { lastRunAt } = room.today;
      return lastRunAt ? t("lastRun", { when: formatRelative(new Date(lastRunAt), now, locale) }) : t("noRun");
    }
    const value = room.today[field];
    const words = t(`values.${name}`, { value });
    return (
      <>
        {t(field === "callsToday" || field === "runsToday" ? "usedToday" : "usedNow", { value: words })}
        <UsageBar used={value} limit={room.effectiveLimits[name]} />
      </>
    );
  };
  return (
    <Table label={t("caption")}>
      <thead>
        <tr>
          <Th className="ps-0!">{t("limit")}</Th>
          <Th>{t("applies")}</Th>
          <Th>{t("used")}</Th>
          <Th>{t("from")}</Th>
        </tr>
      </thead>
      <tbody>
        {order.map((name) => (
          <Tr key={name} className="hover:bg-transparent group-data-cards/table:max-md:px-0">
            <Td lead className="h-13 ps-0!">
              {t(`names.${name}`)}
            </Td>
            <Td toggle className="font-semibold">
              {t(`values.${name}`, { value: room.effectiveLimits[name] })}
            </Td>
            <Td full className="text-ink-2">
              <div className="py-2 max-md:py-0">{used(name)}</div>
            </Td>
            <Td full>
              <div className="py-2">
                <LimitChain room={room} name={name} />
              </div>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
