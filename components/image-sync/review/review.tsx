"use client";
import { ChevronLeft, ChevronRight, CircleCheck, Info } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { partOf, usePart } from "@/components/ui/load-part";
import { Menu } from "@/components/ui/menu";
import { Note } from "@/components/ui/note";
import { StateBlock } from "@/components/ui/states";
import { Card, CardFoot, CardHead } from "@/components/ui/surface";
import type { FindingDetailDto, SyncRunDto } from "@/lib/image-sync/run-dto";
import { isPair, isReport, mayDecide, sidesOf } from "../run-rules";
import { SumsCard } from "../sums-card";
import { CustomersCard } from "./customers-card";
import { ReviewFilters } from "./filters";
import { FindingView } from "./finding-view";
import { Queue } from "./queue";
import type { ReviewAddress, ReviewView } from "./review-address";
import { type FindingPage, useReview } from "./use-review";
import { type ReviewKey, useReviewKeys } from "./use-review-keys";

export type ReviewProps = {
  run: SyncRunDto;
  view: ReviewView;
  address: ReviewAddress;
  page: FindingPage;
  detail: FindingDetailDto | null;
  now: string;
  onRun: (run: SyncRunDto) => void;
};

const largeView = partOf(() => import("./large-view").then((module) => module.LargeView));

/** Everything a scan found: the queue, the two sides, the evidence, and a person's word on it. */
export function Review({ run, view, address, page: first, detail: firstDetail, now, onRun }: ReviewProps) {
  const t = useTranslations("imageReview");
  const hand = useReview({ run, view, address, first, detail: firstDetail, onRun });
  const { page, index, item, detail, busy } = hand;
  const [isLarge, setLarge] = useState(false);
  const LargeView = usePart(largeView, isLarge);
  const rows = detail ? sidesOf(detail).filter(({ imageId }) => imageId !== null) : [];
  const isDone = item?.op && item.op.state !== "planned";
  const reason = isDone
    ? t("judge.done")
    : mayDecide(run)
      ? undefined
      : t(run.state === "executing" || run.state === "verifying" ? "judge.notNow" : "judge.over");
  const press = (key: ReviewKey) => {
    if (key === "next") return hand.step(1);
    if (key === "previous") return hand.step(-1);
    if (key === "large") return setLarge(detail?.candidates.some(({ src }) => src !== null) ?? false);
    if (key === "later") return hand.later();
    if (key === "undo") return hand.undo();
    if (!item || !detail || reason) return;
    const pair = isPair(item.verdict) && rows.length > 1;
    if (key === "both") return hand.decide("kept");
    if (pair) return hand.decide("approved", rows[key === "first" ? 0 : 1]?.imageId ?? undefined);
    if (key === "first") hand.decide(isReport(item) ? "kept" : "approved");
  };
  // An empty queue still has its last decision to take back.
  useReviewKeys((page.items.length > 0 || hand.canUndo) && !isLarge, press);
  const isAsk = view === "ask";
  return (
    <section aria-labelledby="review" className="grid grid-cols-1 gap-4">
      <h2 id="review" className="sr-only">
        {t("title")}
      </h2>
      <ReviewFilters run={run} view={view} address={address} />
      <div className="grid grid-cols-[236px_minmax(0,1fr)_220px] items-start gap-6 max-xl:grid-cols-[220px_minmax(0,1fr)] max-lg:grid-cols-1">
        <Card aria-labelledby="queue" className="max-lg:order-2">
          <CardHead
            id="queue"
            title={t(`queue.titles.${view}`)}
            note={
              isAsk
                ? run.undecided.toLocaleString()
                : page.items.length > 0
                  ? t("queue.shown", { count: page.items.length })
                  : undefined
            }
          />
          {page.items.length === 0 ? (
            <p className="px-4 py-6 text-center text-ink-2 text-sm">{t("queue.none")}</p>
          ) : (
            <Queue
              runId={run.id}
              items={page.items}
              index={index}
              hasMore={page.nextCursor !== null}
              isBusy={busy === "more"}
              onShow={hand.show}
              onStep={hand.step}
              onMore={() => void hand.more()}
            />
          )}
          {isAsk && page.items.length > 1 && !reason && (
            <CardFoot>
              <Menu
                label={t("bulk.label")}
                items={[
                  {
                    id: "keep",
                    label: t("bulk.keep", { count: page.items.length }),
                    onSelect: () => hand.decideAll("kept"),
                  },
                  {
                    id: "approve",
                    label: t("bulk.approve", { count: page.items.length }),
                    disabledReason: address.verdict ? undefined : t("bulk.needVerdict"),
                    onSelect: () => hand.decideAll("approved"),
                  },
                ]}
              >
                <Button size="sm" busy={busy === "bulk"}>
                  {t("bulk.open")}
                </Button>
              </Menu>
            </CardFoot>
          )}
        </Card>
        <div className="grid min-w-0 gap-4 max-lg:order-1">
          {page.items.length > 1 && (
            <div className="flex items-center justify-between lg:hidden">
              <span className="text-ink-2 text-sm tabular-nums">
                {t("queue.place", { at: index + 1, count: page.items.length })}
              </span>
              <span className="flex gap-1">
                <IconButton label={t("queue.previous")} onClick={() => hand.step(-1)}>
                  <ChevronLeft aria-hidden />
                </IconButton>
                <IconButton label={t("queue.next")} onClick={() => hand.step(1)}>
                  <ChevronRight aria-hidden />
                </IconButton>
              </span>
            </div>
          )}
          {item ? (
            <FindingView
              finding={item}
              detail={detail}
              now={new Date(now)}
              canUndo={hand.canUndo}
              busy={busy === "decide"}
              isAsked={run.undecided > 0}
              reason={reason}
              onKey={press}
            />
          ) : (
            <Card>
              <StateBlock
                icon={<CircleCheck aria-hidden />}
                title={t(isAsk ? "empty.ask" : "empty.other")}
                action={
                  hand.canUndo && (
                    <Button aria-keyshortcuts="u" onClick={() => press("undo")}>
                      {t("judge.undo")}
                      <Kbd className="max-md:hidden">U</Kbd>
                    </Button>
                  )
                }
              >
                {t(isAsk ? "empty.askText" : "empty.otherText")}
              </StateBlock>
            </Card>
          )}
          <Note icon={<Info aria-hidden />}>{t("promise")}</Note>
        </div>
        <div className="grid min-w-0 gap-4 max-xl:col-span-2 max-xl:grid-cols-2 max-lg:order-3 max-lg:col-span-1 max-sm:grid-cols-1">
          {run.totals && <SumsCard totals={run.totals} runId={run.id} />}
          <CustomersCard run={run} />
        </div>
      </div>
      {LargeView && isLarge && detail && <LargeView finding={detail} onClose={() => setLarge(false)} />}
    </section>
  );
}
