"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { Tabs } from "@/components/ui/tabs";
import type { LogTally } from "@/lib/deliveries/queries";
import type { MessagePage } from "@/lib/messages/queries";
import { sumOf } from "./counts";
import { addressOf, queryOf } from "./list-address";
import {
  allAddressOf,
  type LogChannel,
  type PhoneLogFilter,
  phoneAddressOf,
  phoneQueryOf,
  roomFilterOf,
} from "./phone-address";

type Props = { here: LogChannel; filter: PhoneLogFilter; now: Date };

/** Rooms and phones: one period, one place and one search for both; while somebody searches, each says what it has. */
export function ChannelTabs({ here, filter, now }: Props) {
  const t = useTranslations("logs.channels");
  const found = useFound(filter, now);
  const everything = { ...filter, view: "all" } as const;
  return (
    <Tabs
      label={t("label")}
      className="mb-6"
      tabs={[
        {
          href: addressOf(roomFilterOf(filter)),
          label: t("rooms"),
          current: here === "rooms",
          ...(found.rooms && { count: found.rooms }),
        },
        {
          href: phoneAddressOf(everything),
          label: t("phones"),
          current: here === "phones",
          ...(found.phones && { count: found.phones }),
        },
        { href: allAddressOf(everything), label: t("all"), current: here === "all" },
      ]}
    />
  );
}

/** How much of what is searched for each part has; more than a page is said as such. */
function useFound(filter: PhoneLogFilter, now: Date): { rooms: string | null; phones: string | null } {
  const enabled = filter.search !== "";
  const rooms = queryOf(roomFilterOf(filter), now);
  const phones = phoneQueryOf({ ...filter, view: "all" }, now);
  const tally = useQuery({
    queryKey: queryKeys.list("logs", { found: rooms }),
    queryFn: ({ signal }) => api<LogTally>(`/api/logs/tally?${rooms}`, { signal }),
    enabled,
  }).data;
  const page = useQuery({
    queryKey: queryKeys.list("messages", { found: phones }),
    queryFn: ({ signal }) => api<MessagePage>(`/api/messages?${phones}`, { signal }),
    enabled,
  }).data;
  if (!enabled) return { rooms: null, phones: null };
  return {
    rooms: tally ? `${sumOf(tally.counts).toLocaleString()}${tally.isCut ? "+" : ""}` : "–",
    phones: page ? `${page.items.length.toLocaleString()}${page.nextCursor ? "+" : ""}` : "–",
  };
}
