"use client";
import { RefreshCw, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useSayError } from "@/components/query/say-error";
import { Screen } from "@/components/shell/screen";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { useToast } from "@/components/ui/toast";
import type { DiagnosisDto } from "@/lib/diagnosis/probe-dto";
import { formatTime } from "@/lib/time/format";
import { BotProbes } from "./bot-probes";
import { ProbeHeadline, ProbeLede } from "./probe-headline";
import { ProbeTable } from "./probe-table";
import { ProbeTiles } from "./probe-tiles";
import { TenantProbes } from "./tenant-probes";
import { useDiagnosis } from "./use-diagnosis";

/** Can the system send right now? Four layers as they were seen last, and the button that looks now. */
export function ProbesScreen({ first, mayProbe, tabs }: { first: DiagnosisDto; mayProbe: boolean; tabs: ReactNode }) {
  const t = useTranslations("diagnosis");
  const say = useSayError();
  const toast = useToast();
  const { known, isLost, isBusy, look } = useDiagnosis(first);
  const checked = known.checkedAt ? formatTime(new Date(known.checkedAt)) : null;
  const press = () =>
    look().then(
      () => toast({ text: t("nowDone"), tone: "arrived" }),
      (error: unknown) => toast({ text: say(error), tone: "failed" }),
    );
  return (
    <Screen crumbs={[{ label: t("title") }]} live={checked ? t("live", { time: checked }) : t("liveNever")}>
      {tabs}
      <PageHeader
        title={<ProbeHeadline known={known} />}
        lede={<ProbeLede known={known} />}
        actions={
          <Button variant="primary" busy={isBusy} reason={mayProbe ? undefined : t("nowMayNot")} onClick={press}>
            <RefreshCw aria-hidden />
            {t("now")}
          </Button>
        }
      />
      {isLost && (
        <Note role="status" family="is-deferred" icon={<WifiOff aria-hidden />} className="mb-4">
          {t("lost", { time: formatTime(new Date(known.now)) })}
        </Note>
      )}
      <ProbeTiles known={known} />
      <div className="grid grid-cols-1 gap-4">
        <ProbeTable known={known} />
        {!known.isDatabaseDown && (
          <>
            <TenantProbes known={known} />
            <BotProbes known={known} />
          </>
        )}
      </div>
    </Screen>
  );
}
