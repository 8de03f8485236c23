"use client";
import { Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { DaysAhead } from "@/components/forecast/days-ahead";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Sheet } from "@/components/ui/overlay";
import { Tag } from "@/components/ui/tag";
import type { BotDto } from "@/lib/rooms/bot-queries";
import type { RoomDetail, RoomDto } from "@/lib/rooms/queries";
import { ConnectionTest } from "./connection-test";
import { LimitTable } from "./limit-table";
import { RecentRuns } from "./recent-runs";
import type { BotActions } from "./use-bot-actions";

type Props = {
  room: RoomDto;
  /** Known a moment later than the room itself. */
  detail: RoomDetail | undefined;
  bot: BotDto | undefined;
  mayWrite: boolean;
  mayProbe: boolean;
  now: Date;
  actions: BotActions;
  onClose: () => void;
  onEdit: (room: RoomDto) => void;
  onRemove: (room: RoomDto) => void;
};

/** Everything about one room beside the list: its limits and where they come from, its bot, whether it can be reached. */
export function RoomSheet({ room, detail, bot, mayWrite, mayProbe, now, actions, onClose, onEdit, onRemove }: Props) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  const trail = room.limitChain.flatMap(({ origin }) => (origin.kind === "org" ? [origin.name] : [])).join(" › ");
  const facts: [string, React.ReactNode][] = [
    [t("detail.number"), room.roomId],
    [t("detail.bot"), bot ? t("detail.botLine", { bot: bot.botName, device: bot.deviceId }) : room.bot.botName],
    ...(room.memberCount === null
      ? []
      : [[t("detail.members"), t("rooms.members", { count: room.memberCount })] satisfies [string, string]]),
    [t("detail.schedules"), detail ? t("detail.scheduleCount", { count: detail.activeSchedules }) : " "],
    [t("detail.recent"), detail ? <RecentRuns key="recent" runs={detail.recent} /> : " "],
  ];
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={room.name}
      description={trail}
      above={
        <span className="flex gap-2">
          <Tag>{t(`typesLong.${room.roomType}`)}</Tag>
          <Badge kind={room.status === "active" ? "arrived" : "skipped"}>{t(`states.${room.status}`)}</Badge>
        </span>
      }
      foot={
        mayWrite && (
          <>
            <Button variant="danger" className="me-auto" onClick={() => onRemove(room)}>
              <Trash2 aria-hidden />
              {c("remove")}
            </Button>
            <Button onClick={() => onEdit(room)}>
              <Pencil aria-hidden />
              {c("edit")}
            </Button>
          </>
        )
      }
    >
      <Facts facts={facts} className="mb-4" />
      <LimitTable room={room} now={now} />
      <div className="mt-5 border-line border-t pt-5">
        <DaysAhead of={{ roomId: room.id }} nowIso={now.toISOString()} />
      </div>
      {bot && bot.endpoint !== null && (
        <div className="mt-5 border-line border-t pt-5">
          <ConnectionTest
            bot={bot}
            mayProbe={mayProbe}
            busy={actions.probing.has(bot.id)}
            onProbe={() => void actions.probe(bot)}
          />
        </div>
      )}
    </Sheet>
  );
}
