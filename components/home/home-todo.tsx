import { Bot, CircleCheck, Images } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { StateBlock } from "@/components/ui/states";
import type { StatusKind } from "@/components/ui/status-icon";
import { Card, CardHead } from "@/components/ui/surface";
import type { NeedsPerson, SilentBot, StoppedSchedule } from "@/lib/home/queries";
import { josa } from "@/lib/i18n/josa";
import { requestLocale, words } from "@/lib/i18n/words";
import type { WaitingRun } from "@/lib/image-sync/waiting-run";
import { formatWhen } from "@/lib/time/format";

type Props = {
  asked: { items: NeedsPerson[]; count: number };
  stopped: readonly StoppedSchedule[];
  silent: readonly SilentBot[];
  /** A clean-up of customers' images that can't go on by itself; only the headquarters' admins have one. */
  cleanUp: WaitingRun | null;
  now: Date;
};

/** What only a person can settle, most urgent first, each with its next step. */
export async function HomeTodo({ asked, stopped, silent, cleanUp, now }: Props) {
  const [t, locale] = await Promise.all([words("home"), requestLocale()]);
  const count = asked.count + stopped.length + silent.length + (cleanUp ? 1 : 0);
  const when = (iso: string) => formatWhen(new Date(iso), now, locale);
  return (
    <Card id="todo" className="scroll-mt-16">
      <CardHead title={t("todo.heading")} note={count > 0 ? t("todo.count", { count }) : undefined} />
      {count === 0 ? (
        <StateBlock icon={<CircleCheck aria-hidden />} title={t("todo.none")}>
          {t("todo.noneWhy")}
        </StateBlock>
      ) : (
        <ul>
          {asked.items.map((item) => (
            <Row
              key={`log-${item.id}`}
              kind={item.kind}
              title={t(`todo.${item.kind}`, { room: item.roomName, title: item.title })}
              why={
                item.kind === "unknown"
                  ? t("todo.unknownWhy", { when: when(item.scheduledAt) })
                  : t("todo.missedWhy", { when: when(item.scheduledAt), count: item.missedCount ?? 0 })
              }
              href={`/logs/${item.id}`}
              action={t("todo.decide")}
            />
          ))}
          {stopped.map((schedule) => (
            <Row
              key={`schedule-${schedule.id}`}
              kind="blocked"
              title={t("todo.stopped", { title: schedule.title })}
              why={t("todo.stoppedWhy", { room: schedule.roomName })}
              href={`/schedules/${schedule.id}`}
              action={t("todo.fix")}
            />
          ))}
          {silent.map((bot) => (
            <Row
              key={`bot-${bot.id}`}
              kind="failed"
              icon={<Bot aria-hidden />}
              title={t("todo.bot", { bot: bot.botName })}
              why={t("todo.botWhy", { when: bot.lastSeenAt ? when(bot.lastSeenAt) : "none" })}
              href="/settings/rooms"
              action={t("todo.check")}
            />
          ))}
          {cleanUp && (
            <Row
              kind={cleanUp.kind === "stopped" ? "failed" : cleanUp.kind === "held" ? "deferred" : "unknown"}
              icon={<Images aria-hidden />}
              title={josa(t(`todo.cleanUp.${cleanUp.kind}`, { id: cleanUp.id }))}
              why={t(`todo.cleanUp.${cleanUp.kind}Why`, { problems: cleanUp.problemCustomers, ops: cleanUp.ops })}
              href={`/images/runs/${cleanUp.id}`}
              action={t("todo.cleanUp.go")}
            />
          )}
        </ul>
      )}
      {asked.count > asked.items.length && (
        <p className="border-line border-t px-4 py-2.5 text-sm">
          <a href="/logs?status=unknown" className="text-accent-ink underline underline-offset-2">
            {t("todo.more", { count: asked.count - asked.items.length })}
          </a>
        </p>
      )}
    </Card>
  );
}

function Row({
  kind,
  icon,
  title,
  why,
  href,
  action,
}: {
  kind: StatusKind;
  icon?: ReactNode;
  title: string;
  why: string;
  href: string;
  action: string;
}) {
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-3 last:border-b-0 max-md:flex-wrap">
      <Glyph kind={kind}>{icon}</Glyph>
      <div className="min-w-0 grow max-md:w-[calc(100%-44px)]">
        <h3 className="font-semibold text-base">{title}</h3>
        <p className="text-ink-2 text-sm">{why}</p>
      </div>
      <ButtonLink href={href} prefetch={false} size="sm" className="max-md:ms-11 max-md:grow">
        {action}
      </ButtonLink>
    </li>
  );
}
