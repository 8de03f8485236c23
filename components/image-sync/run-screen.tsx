"use client";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Card, CardBody } from "@/components/ui/surface";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { ApproveCard } from "./approve-card";
import { StageProof } from "./proof-of-stage";
import { Review, type ReviewProps } from "./review/review";
import { RunActions } from "./run-actions";
import { RunHeadline, RunLede } from "./run-head";
import { runLooks } from "./run-looks";
import { RunNote } from "./run-note";
import { progressOf, stageToApprove } from "./run-rules";
import { StagesBar } from "./stages-bar";
import { useSyncRun } from "./use-sync-run";

type Props = { first: SyncRunDto; serverNow: string } & Omit<ReviewProps, "run" | "onRun" | "now">;

/** A clean-up from its scan to its undo, with everything it found to look at and decide. */
export function SyncRunScreen({ first, serverNow, ...review }: Props) {
  const t = useTranslations("imageSync");
  const r = useTranslations("imageRun");
  const hand = useSyncRun(first);
  const { run, driving } = hand;
  const now = new Date(serverNow);
  const stage = stageToApprove(run);
  const { done, all } = progressOf(run);
  return (
    <>
      <PageHeader
        above={<Badge kind={runLooks[run.state]}>{t(`states.${run.state}`)}</Badge>}
        title={<RunHeadline run={run} />}
        lede={<RunLede run={run} />}
        actions={<RunActions hand={hand} now={now} />}
      />
      <div className="grid grid-cols-1 gap-6">
        <RunNote run={run} now={now} />
        {hand.isCut && (
          <Note family="is-deferred" role="alert">
            {r("note.cut")}
          </Note>
        )}
        {(run.state === "undoing" || run.state === "purging") && (
          <Card>
            <CardBody>
              <ProgressBar
                label={t(`states.${run.state}`)}
                value={done}
                max={all}
                left={
                  <span className="tabular-nums" aria-live="polite">
                    {r("stages.lines.going", { done, ops: all })}
                  </span>
                }
              />
            </CardBody>
          </Card>
        )}
        {run.stages.length > 0 && (
          <StagesBar run={run} pace={hand.pace} onGoOn={driving === null ? hand.goOn : undefined} />
        )}
        {stage && (
          <ApproveCard
            run={run}
            stage={stage}
            busy={hand.asking === "approve" || driving === "execute"}
            onApprove={() => hand.approve(stage.stage)}
          />
        )}
        <StageProof run={run} />
        {run.totals && <Review {...review} run={run} now={serverNow} onRun={hand.setRun} />}
      </div>
    </>
  );
}
