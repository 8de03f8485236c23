"use client";
import { useLocale } from "use-intl";
import { formatExact, formatWhen } from "@/lib/time/format";

/** A moment as people say it, exact and with its zone on hover. `now` is the server's, so both renderings agree. */
export function When({ at, now }: { at: string; now: string }) {
  const locale = useLocale();
  return (
    <time dateTime={at} title={formatExact(new Date(at), locale)} className="whitespace-nowrap">
      {formatWhen(new Date(at), new Date(now), locale)}
    </time>
  );
}
