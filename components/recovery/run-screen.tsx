"use client";
import { Download, RotateCcw, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { numberOfRun, rememberNumber, usePlan } from "@/components/coverage/use-plan";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { useToast } from "@/components/ui/toast";
import type { RunDto } from "@/lib/recovery/run-dto";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { CompareCard } from "./compare-card";
import { type ItemPage, PlanItems } from "./plan-items";
import { RunHeadline, RunLede } from "./run-headline";
import { runLooks } from "./run-looks";
import { RunProof } from "./run-proof";
import { requestOf } from "./run-request";
import { RunWork } from "./run-work";
import { savePlan } from "./save-plan";
import { FactsCard, SourcesCard } from "./sources-card";
import { useRun } from "./use-run";

type Props = {
  first: RunDto;
  items: ItemPage;
  unasked: number;
  orgName: string | null;
  /** The plan before it had gone stale when it was to be applied. */
  isRenewed: boolean;
  mayRun: boolean;
};

const UNDER_WAY = ["applying", "paused", "undoing"];

/** A recovery from its plan to its undoing; what it is at shows at the head. */
export function RunScreen({ first, items, unasked, orgName, isRenewed, mayRun }: Props) {
  const t = useTranslations("recovery");
  const hand = useRun(first);
  const { run } = hand;
  const recovery = usePlan();
  const [phone, setPhone] = useState(() => numberOfRun(first.runId) ?? "");
  const [isAsking, setAsking] = useState(false);
  const isNumber = normaliseKoreanNumber(phone).kind === "mobile";
  const request = requestOf(run.scope, isNumber ? phone : null);
  const reason = !mayRun
    ? t(run.scope.kind === "all" ? "actions.mayNotAll" : "actions.mayNot")
    : request
      ? undefined
      : t("actions.needNumber");
  const apply = () => {
    if (!request) return;
    if (request.kind === "phone") rememberNumber(run.runId, request.phone);
    hand.apply(request);
  };
  const again = request && (
    <Button
      variant="primary"
      busy={recovery.asking !== null}
      reason={mayRun ? undefined : reason}
      onClick={() => recovery.plan(request, "again")}
    >
      <RotateCcw aria-hidden />
      {t("actions.again")}
    </Button>
  );
  const isOver = run.state === "undone" || run.state === "stale" || (run.state === "planned" && run.rows === 0);
  return (
    <>
      <PageHeader
        above={<Badge kind={runLooks[run.state]}>{t(`states.${run.state}`)}</Badge>}
        title={<RunHeadline run={run} />}
        lede={<RunLede run={run} />}
        actions={
          <>
            {run.rows > 0 && <SaveButton run={run} />}
            {run.state === "done" && run.applied > 0 && (
              <Button
                reason={mayRun ? undefined : reason}
                busy={hand.driving === "undo"}
                onClick={() => setAsking(true)}
              >
                <Undo2 aria-hidden />
                {t("actions.undo")}
              </Button>
            )}
            {run.state === "planned" && run.rows > 0 && (
              <Button variant="primary" reason={reason} busy={hand.driving === "apply"} onClick={apply}>
                {t("actions.apply", { rows: run.rows })}
              </Button>
            )}
            {isOver && again}
            {run.state === "done" && <ButtonLink href="/coverage">{t("actions.back")}</ButtonLink>}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {isRenewed && run.state === "planned" && (
          <Note family="is-deferred" role="alert" title={t("renewed.title")}>
            {t("renewed.text")}
          </Note>
        )}
        {run.scope.kind === "phone" && numberOfRun(run.runId) === null && mayRun && run.state !== "done" && (
          <Field label={t("actions.number")} help={t("actions.needNumber")} className="max-w-80">
            {(wires) => (
              <Input
                {...wires}
                inputMode="tel"
                autoComplete="off"
                value={phone}
                onChange={(event) => setPhone(event.target.value)}
              />
            )}
          </Field>
        )}
        {UNDER_WAY.includes(run.state) && (
          <RunWork
            hand={hand}
            reason={run.state === "undoing" && mayRun ? undefined : reason}
            onGoOn={run.state === "undoing" ? hand.undo : apply}
          />
        )}
        {run.state === "paused" && run.applied > 0 && (
          <div>
            <Button reason={mayRun ? undefined : reason} onClick={() => setAsking(true)}>
              <Undo2 aria-hidden />
              {t("actions.undo")}
            </Button>
          </div>
        )}
        {run.state !== "undone" && <RunProof run={run} />}
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
          <div className="grid grid-cols-1 gap-4">
            <CompareCard run={run} />
            <SourcesCard run={run} />
          </div>
          <FactsCard run={run} unasked={unasked} orgName={orgName} />
        </div>
        {run.messages > 0 && <PlanItems run={run} first={items} />}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("actions.confirmUndo", { rows: run.applied })}
        description={t("actions.confirmUndoText")}
        confirmLabel={t("actions.undoRows", { rows: run.applied })}
        onConfirm={hand.undo}
      />
    </>
  );
}

const COLUMNS = [
  "id",
  "title",
  "org",
  "at",
  "status",
  "expected",
  "recorded",
  "adds",
  "delivered",
  "failed",
  "other",
  "inferredAs",
  "lost",
] as const;

function SaveButton({ run }: { run: RunDto }) {
  const t = useTranslations("recovery");
  const toast = useToast();
  const say = useSayError();
  const save = useCall(
    () =>
      savePlan(
        run,
        COLUMNS.map((column) => t(`csv.${column}`)),
      ),
    { onError: (error) => toast({ text: say(error), tone: "failed" }) },
  );
  return (
    <Button busy={save.isPending} onClick={() => save.mutate(undefined)}>
      <Download aria-hidden />
      {t("actions.download")}
    </Button>
  );
}
