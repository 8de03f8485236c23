"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { isStricter, type LimitName, type LimitOrigin } from "@/lib/rooms/limits";
import type { RoomDto } from "@/lib/rooms/queries";

const isSame = (a: LimitOrigin, b: LimitOrigin) =>
  a.kind === b.kind && ("id" in a ? a.id : 0) === ("id" in b ? b.id : 0);

/**
 * Who said what about one limit, from the top down: the one that holds is marked, one that is laxer is struck out.
 * @param brief only those who said something
 */
export function LimitChain({ room, name, brief = false }: { room: RoomDto; name: LimitName; brief?: boolean }) {
  const t = useTranslations("rooms.limits");
  const c = useTranslations("common");
  const labelOf = (origin: LimitOrigin) =>
    origin.kind === "product" ? t("product") : origin.kind === "room" ? t("room") : c(`levels.${origin.level}`);
  const steps = room.limitChain.filter((step) => !brief || step.limits[name] !== null);
  return (
    <ol className="flex flex-wrap items-center gap-1 text-xs max-md:gap-x-0.5">
      {steps.map(({ origin, limits }, i) => {
        const value = limits[name];
        const wins = isSame(origin, room.limitOrigins[name]);
        const isIgnored =
          value !== null &&
          !wins &&
          isStricter(name, room.effectiveLimits[name], value) &&
          hasStricterAbove(room, i, name);
        return (
          <li key={origin.kind === "org" ? origin.id : origin.kind} className="flex items-center gap-1 max-md:gap-0.5">
            {i > 0 && <ChevronRight className="size-3 text-ink-3" aria-hidden />}
            <span
              title={origin.kind === "product" ? undefined : origin.name}
              className={cn(
                "inline-flex h-6 items-center whitespace-nowrap rounded-sm border px-1.5 max-md:px-1",
                wins
                  ? "border-accent-line bg-accent-soft font-semibold text-accent-ink"
                  : "border-line bg-surface text-ink-3",
                isIgnored && "line-through",
              )}
            >
              {labelOf(origin)} {value === null ? "–" : t(`chip.${name}`, { value })}
              {wins && <span className="sr-only"> ({t("winsLabel")})</span>}
              {isIgnored && <span className="sr-only"> ({t("ignoredLabel")})</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** A value is ignored only where somebody above is stricter; one that a step below made stricter simply doesn't hold. */
const hasStricterAbove = (room: RoomDto, at: number, name: LimitName): boolean => {
  const own = room.limitChain[at]?.limits[name] ?? null;
  return room.limitChain.slice(0, at).some(({ limits }) => {
    const above = limits[name];
    return own !== null && above !== null && isStricter(name, above, own);
  });
};
