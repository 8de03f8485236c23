import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { type Layer, layers } from "@/db/enums";
import type { Dispatcher } from "@/lib/alerts/dispatcher-queries";
import { arrivalRate, finishedOf, type Tally } from "@/lib/home/today";
import { words } from "@/lib/i18n/words";

type Props = { tally: Tally; bots: { total: number; silent: number }; dispatcher: Dispatcher; now: Date };

/** The layer nothing gets past right now; what stands before it is the cause, what waits behind it the effect. */
function blockedLayer(dispatcher: Dispatcher, silentBots: number): Layer | null {
  if (dispatcher.isStopped) return "worker";
  if (silentBots > 0) return "provider";
  return dispatcher.queue.isLate ? "queue" : null;
}

/** The four figures of the day; each names its denominator or its reason. */
export async function HomeTiles({ tally, bots, dispatcher, now }: Props) {
  const t = await words("home");
  const rate = arrivalRate(tally);
  const blocked = blockedLayer(dispatcher, bots.silent);
  const minutesSince = (at: Date | null) => (at ? Math.floor((now.getTime() - at.getTime()) / 60_000) : 0);
  const why = {
    api: "",
    queue: t("tiles.blockedQueue", { minutes: minutesSince(dispatcher.queue.freeOldestAt) }),
    worker: dispatcher.lastPassAt
      ? t("tiles.blockedTick", { minutes: minutesSince(dispatcher.lastPassAt) })
      : t("tiles.blockedNever"),
    provider: t("tiles.blockedBots", { count: bots.silent }),
  };
  return (
    <section
      aria-label={t("tiles.label")}
      className="grid grid-cols-4 overflow-hidden rounded-xl border border-line max-md:grid-cols-2"
    >
      <Tile
        href="/logs"
        label={t("tiles.rate")}
        value={rate === null ? "–" : rate.toFixed(1)}
        unit={rate === null ? "" : "%"}
        note={
          rate === null
            ? t("tiles.rateNone")
            : t("tiles.rateNote", { finished: finishedOf(tally), arrived: tally.arrived })
        }
      />
      <Tile
        href="/logs?status=unknown"
        label={t("tiles.unknown")}
        value={tally.unknown}
        unit={t("tiles.count")}
        note={tally.unknown > 0 ? t("tiles.unknownNote") : t("tiles.unknownNone")}
      />
      <Tile
        href="/logs?status=deferred"
        label={t("tiles.late")}
        value={tally.deferred}
        unit={t("tiles.count")}
        note={tally.deferred > 0 ? t("tiles.lateNote") : t("tiles.lateNone")}
      />
      <Tile
        href={blocked === "provider" ? "/settings/rooms" : "/settings/alerts"}
        label={t("tiles.blocked")}
        value={blocked ? t(`tiles.layers.${blocked}`) : t("tiles.blockedNone")}
        note={
          <>
            {blocked && <span className="block">{why[blocked]}</span>}
            <span className="flex flex-wrap gap-x-1.5">
              {layers.map((layer) => (
                <span
                  key={layer}
                  className={cn("flex items-center gap-0.5", layer === blocked && "font-semibold text-failed")}
                >
                  {t(`tiles.layers.${layer}`)}
                  {layer !== blocked && <Check className="size-3" aria-hidden />}
                  <span className="sr-only">{layer === blocked ? t("tiles.layerBlocked") : t("tiles.layerFine")}</span>
                </span>
              ))}
            </span>
          </>
        }
      />
    </section>
  );
}

function Tile({
  href,
  label,
  value,
  unit,
  note,
}: {
  href: string;
  label: string;
  value: ReactNode;
  unit?: string;
  note: ReactNode;
}) {
  return (
    <Link
      href={href}
      className="grid content-start gap-0.5 border-line bg-surface px-5 py-3.5 hover:bg-hover not-first:border-s max-md:px-4 max-md:odd:border-s-0 max-md:nth-[n+3]:border-t"
    >
      <span className="text-ink-2 text-sm">{label}</span>
      <span className="font-semibold text-3xl tracking-tight">
        {value}
        {unit && <small className="ms-1 font-normal text-ink-2 text-sm">{unit}</small>}
      </span>
      <span className="text-ink-3 text-xs">{note}</span>
    </Link>
  );
}
