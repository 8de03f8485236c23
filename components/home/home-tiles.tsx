import Link from "next/link";
import type { ReactNode } from "react";
import { arrivalRate, finishedOf, type Tally } from "@/lib/home/today";
import { words } from "@/lib/i18n/words";

type Props = { tally: Tally; bots: { total: number; silent: number }; lastTickAt: Date | null; now: Date };

/** A dispatcher that hasn't passed for this long is taken for stopped. */
const LATE_TICK_MINUTES = 3;

/** The four figures of the day; each names its denominator or its reason. */
export async function HomeTiles({ tally, bots, lastTickAt, now }: Props) {
  const t = await words("home");
  const rate = arrivalRate(tally);
  const silentMinutes = lastTickAt ? Math.floor((now.getTime() - lastTickAt.getTime()) / 60_000) : null;
  const tickStopped = silentMinutes === null || silentMinutes >= LATE_TICK_MINUTES;
  const blocked = tickStopped
    ? t("tiles.blockedWorker")
    : bots.silent > 0
      ? t("tiles.blockedProvider")
      : t("tiles.blockedNone");
  const why = tickStopped
    ? silentMinutes === null
      ? t("tiles.blockedNever")
      : t("tiles.blockedTick", { minutes: silentMinutes })
    : bots.silent > 0
      ? t("tiles.blockedBots", { count: bots.silent })
      : t("tiles.blockedFine", { count: bots.total });
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
      <Tile href="/settings/rooms" label={t("tiles.blocked")} value={blocked} note={why} />
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
  note: string;
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
