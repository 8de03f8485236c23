"use client";
import { useLocale, useTranslations } from "use-intl";
import { toLocale } from "@/lib/i18n/locale";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { formatDateTime } from "@/lib/time/format";
import { handledIn, stageNow, stageToApprove } from "./run-rules";

/** Which sentence a run answers with. */
function keyOf(run: SyncRunDto) {
  const { state, ops, undecided } = run;
  if (state === "planned") {
    if (ops.planned > 0) return undecided > 0 ? "plannedAsk" : "planned";
    return undecided > 0 ? "onlyDoubt" : "nothing";
  }
  if (state === "stage_done") {
    if (stageNow(run)?.state === "failed") return "stageFailed";
    return stageToApprove(run) ? "stageDone" : "done";
  }
  if (state === "aborted") return ops.done > 0 ? "abortedDone" : "aborted";
  return state;
}

export function RunHeadline({ run }: { run: SyncRunDto }) {
  const t = useTranslations("imageRun.head");
  const stage = stageNow(run);
  const { totals, ops, undecided } = run;
  return t(keyOf(run), {
    problems: totals?.problemCustomers ?? 0,
    planned: ops.planned,
    done: ops.done,
    undone: ops.undone,
    undecided,
    stage: stage?.stage ?? 1,
    ops: stage?.ops ?? 0,
    handled: stage ? handledIn(stage) : 0,
    leftover: stage?.leftover ?? 0,
  });
}

export function RunLede({ run }: { run: SyncRunDto }) {
  const t = useTranslations("imageRun.head.lede");
  const locale = toLocale(useLocale());
  const { totals, startedAt, scope } = run;
  const who = scope.customerCodes ? t("some", { count: scope.customerCodes.length }) : t("all");
  const read = totals ? t("read", { rows: totals.rows, files: totals.files }) : t("reading");
  return `${formatDateTime(new Date(startedAt), locale)} · ${who} · ${read} ${t("promise")}`;
}
