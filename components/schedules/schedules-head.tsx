import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { requestLocale, words } from "@/lib/i18n/words";
import type { ScheduleCounts } from "@/lib/schedules/queries";
import type { ScheduleDto } from "@/lib/schedules/schedule-dto";
import { formatWhen } from "@/lib/time/format";

type Props = {
  counts: ScheduleCounts;
  /** One of those that are blocked, for the reason. */
  blocked: ScheduleDto | undefined;
  next: ScheduleDto | undefined;
  now: Date;
  actions: ReactNode;
};

/** How many are on, how many can't go out and why; else what comes next. */
export async function SchedulesHead({ counts, blocked, next, now, actions }: Props) {
  const [t, locale] = await Promise.all([words("schedules"), requestLocale()]);
  const state = counts.all === 0 ? "none" : counts.active === 0 ? "allOff" : blocked?.blocked ? "blocked" : "running";
  const lede = () => {
    if (blocked?.blocked)
      return t(`lede.${blocked.blocked}`, {
        bot: blocked.bot.botName,
        room: blocked.room.name,
        org: blocked.closedOrg?.name ?? blocked.org.name,
        rest: counts.active - counts.blocked,
      });
    if (state === "none" || state === "allOff") return t(`lede.${state}`);
    if (!next?.nextSendAt) return undefined;
    const at = new Date(next.nextSendAt);
    return at > now
      ? t("lede.next", { when: formatWhen(at, now, locale), room: next.room.name })
      : t("lede.now", { room: next.room.name });
  };
  return <PageHeader title={t(`headline.${state}`, counts)} lede={lede()} actions={actions} />;
}
