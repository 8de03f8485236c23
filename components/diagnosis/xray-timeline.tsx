import { cn } from "@/components/ui/cn";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import { type Layer, layers } from "@/db/enums";
import type { Xray, XraySpan } from "@/lib/diagnosis/xray-dto";
import { requestLocale, words } from "@/lib/i18n/words";
import { formatTime } from "@/lib/time/format";
import { TimelineAxis } from "./xray-axis";
import { type Bar, lineOf, rowOf } from "./xray-bars";
import { type ColumnState, columnState } from "./xray-look";
import { storyOf } from "./xray-story";
import { clockText, stepText, tookText, type XrayTranslate } from "./xray-words";

const PASSED_FAMILY: Record<Layer, string> = {
  api: "is-arrived",
  queue: "is-scheduled",
  worker: "is-sending",
  provider: "is-handed",
};
export const HATCH = "bg-[repeating-linear-gradient(45deg,var(--surface)_0_3px,transparent_3px_7px)]";

/** 한 줄로 본: how long each layer had it, to scale; on a phone and to a screen reader a list with the times. */
export async function Timeline({ xray, firstAt }: { xray: Xray; firstAt: string }) {
  const [t, locale] = await Promise.all([words("xray"), requestLocale()]);
  const story = storyOf(xray);
  if (!story || xray.spans.length === 0) return null;
  const states = new Map(layers.map((layer) => [layer, columnState(xray, layer)]));
  const isShared = story.isOpen || story.stoppedMs !== null;
  const scale = lineOf(xray, story, isShared);
  const isCut = scale.pieces.some((piece) => piece.isCut);
  const clock = (ms: number) => clockText(new Date(ms).toISOString(), firstAt, locale);
  const rows = layers.map((layer) => rowOf(layer, xray, scale, (span) => stepText(span.event, span.values, t, locale)));
  const end = scale.at(story.endMs);
  const isUnsure = xray.verdict.standing === "unknown";
  const mark = story.isOpen
    ? { family: "", at: end, label: t("line.now", { time: formatTime(new Date(xray.now)) }) }
    : story.stoppedMs === null
      ? null
      : { family: isUnsure ? "is-unknown" : "is-failed", at: scale.at(story.stoppedMs), label: t("line.stopped") };
  return (
    <Card>
      <CardHead
        title={t("line.title", { took: tookText(story.endMs - story.startMs, t) })}
        note={t(isCut ? "line.scaleCut" : "line.scale")}
      />
      <CardBody className="overflow-hidden">
        <div className="relative lg:pt-12">
          <TimelineAxis scale={scale} mark={mark} clock={clock} startMs={story.startMs} t={t} />
          <ol className="max-lg:grid max-lg:gap-4">
            {rows.map(({ layer, bars }) => {
              const state = states.get(layer)!;
              const isBroken = state === "broken" || state === "unsure";
              return (
                <li
                  key={layer}
                  className="grid lg:grid-cols-[96px_minmax(0,1fr)] lg:items-center lg:border-line lg:border-b max-lg:gap-1.5"
                >
                  <h3
                    className={cn(
                      "font-semibold text-sm",
                      state === "broken" && "text-failed",
                      state === "unsure" && "text-unknown",
                      !isBroken && state !== "passed" && state !== "here" && "font-normal text-ink-3",
                    )}
                  >
                    {t(`layers.${layer}`)}
                  </h3>
                  {bars.length > 0 ? (
                    <ol className="lg:relative lg:h-10 max-lg:grid max-lg:gap-2.5">
                      {bars.map((bar) => (
                        <BarItem
                          key={`${bar.span.event} ${bar.span.from}`}
                          bar={bar}
                          layer={layer}
                          isUnsure={isUnsure}
                          time={timeOf(bar.span)}
                        />
                      ))}
                    </ol>
                  ) : (
                    <Empty state={state} left={isShared ? end : null} t={t} />
                  )}
                </li>
              );
            })}
          </ol>
          {mark && (
            <p
              className={cn(
                "mt-4 font-semibold text-sm lg:sr-only",
                mark.family ? "text-(--c)" : "text-ink",
                mark.family,
              )}
            >
              {mark.label}
              {story.stoppedMs !== null && (
                <span className="ms-1.5 font-normal text-ink-2 tabular-nums">{clock(story.stoppedMs)}</span>
              )}
            </p>
          )}
        </div>
      </CardBody>
    </Card>
  );

  function timeOf({ from, to }: XraySpan): string {
    const time = clockText(from, firstAt, locale);
    const took = tookText(Date.parse(to ?? xray.now) - Date.parse(from), t);
    return to === null ? t("line.spanOpen", { time, took }) : t("line.span", { time, took });
  }
}

/** A layer without a bar: what was not reached is drawn as the empty place it has, of the others words are enough. */
function Empty({ state, left, t }: { state: ColumnState; left: number | null; t: XrayTranslate }) {
  const isEmptyPlace = state === "not_reached" || state === "never";
  const said = isEmptyPlace || state === "no_record" ? t(`line.${state}`) : t("line.nothing");
  return (
    <p className={cn("text-ink-3 text-xs lg:relative lg:h-10", !isEmptyPlace && "lg:*:sr-only")}>
      <span
        className={cn(
          isEmptyPlace &&
            "lg:absolute lg:top-[9px] lg:flex lg:h-[22px] lg:items-center lg:rounded-[5px] lg:border lg:border-line-strong lg:border-dashed lg:px-2.5",
        )}
        style={isEmptyPlace && left !== null ? { left: `calc(${left}% + 6px)`, right: 0 } : undefined}
      >
        <span className="truncate">{said}</span>
      </span>
    </p>
  );
}

type BarProps = { bar: Bar; layer: Layer; isUnsure: boolean; time: string };

/** A bar where there is width, else its words and times with the bar under them: the same item of the same list. */
function BarItem({ bar, layer, isUnsure, time }: BarProps) {
  const { span, label, left, width, place, cuts } = bar;
  const family = span.state === "broken" ? (isUnsure ? "is-unknown" : "is-failed") : PASSED_FAMILY[layer];
  return (
    <li className={family} title={`${label} · ${time}`}>
      <p className="text-sm lg:sr-only">
        <span className={span.state === "broken" ? "font-medium text-(--c)" : undefined}>{label}</span>
        <small className="block text-ink-3 text-xs tabular-nums">{time}</small>
      </p>
      <span aria-hidden className="relative mt-1 block h-2.5 rounded-full bg-sunken lg:static lg:mt-0 lg:h-0">
        <span
          className="absolute inset-y-0 min-w-[6px] rounded-[5px] border-(--c-mark) border-[1.5px] bg-(--c-surface) lg:top-[9px] lg:bottom-auto lg:h-[22px]"
          style={{ left: `${left}%`, width: `${width}%` }}
        />
        {cuts.map((cut) => (
          <span
            key={cut.left}
            className={cn("absolute inset-y-0 lg:top-[9px] lg:bottom-auto lg:h-[22px]", HATCH)}
            style={{ left: `${cut.left}%`, width: `${cut.width}%` }}
          />
        ))}
        {place !== "none" && (
          <span
            className={cn(
              "absolute top-[9px] flex h-[22px] items-center whitespace-nowrap text-xs max-lg:hidden",
              place === "inside" ? "px-2 font-medium text-(--c)" : "text-ink-2",
              cuts.length > 0 && place === "inside" && "mx-1.5 my-0.5 h-[18px] rounded-[4px] bg-(--c-surface) px-1",
            )}
            style={
              place === "inside"
                ? { left: `${left}%` }
                : place === "after"
                  ? { left: `calc(max(${left}% + 6px, ${left + width}%) + 8px)` }
                  : { right: `calc(${100 - left}% + 8px)` }
            }
          >
            {label}
          </span>
        )}
      </span>
    </li>
  );
}
