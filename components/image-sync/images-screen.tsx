"use client";
import { Images, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { StateBlock } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import { useToast } from "@/components/ui/toast";
import { toLocale } from "@/lib/i18n/locale";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { formatWhen } from "@/lib/time/format";
import { NextCard } from "./next-card";
import { NightNote } from "./night-note";
import { useStopWords } from "./run-note";
import { type RunPage, RunsCard } from "./runs-card";
import { ScanCard } from "./scan-card";
import { sinceLastNight } from "./since-last-night";
import { SplitCard } from "./split-card";
import { SumsCard } from "./sums-card";
import { TopCard } from "./top-card";
import { TotalsTiles } from "./totals-tiles";
import { useScan } from "./use-scan";

type Props = {
  runs: RunPage;
  /** The newest scan of all customers that came to its end, whole; null before the first. */
  latest: SyncRunDto | null;
  serverNow: string;
};

const scanDialog = partOf(() => import("./scan-dialog").then((module) => module.ScanDialog));

/** Do database and storage agree? The figures, who has most of it, what comes next, what was before. */
export function ImagesScreen({ runs, latest, serverNow }: Props) {
  const t = useTranslations("imageSync");
  const locale = toLocale(useLocale());
  const toast = useToast();
  const say = useSayError();
  const [isAsking, setAsking] = useState(false);
  const ScanDialog = usePart(scanDialog, isAsking);
  const underWay = runs.items.find(({ state, reason }) => state === "scanning" && reason !== "verify") ?? null;
  const hand = useScan(underWay);
  const now = new Date(serverNow);
  const isScanning = hand.run?.state === "scanning";
  const stopped = runs.items[0]?.state === "aborted" && runs.items[0].stages.length === 0 ? runs.items[0] : null;
  const stopWords = useStopWords();
  const since = sinceLastNight(runs.items);
  const totals = latest?.totals ?? null;
  /** Ends when it has begun: what it refuses stands in the dialog, what it reads is seen on the page. */
  const scan = (body: Parameters<typeof hand.scan>[0]) =>
    new Promise<void>((begun, refused) => {
      hand.scan(body, begun).then((done) => {
        begun();
        setAsking(false);
        if (done && done.state !== "aborted") toast({ text: t("scan.done"), tone: "arrived" });
      }, refused);
    }).then(() => setAsking(false));
  const goOn = () => {
    if (!hand.run) return;
    const { customerCodes } = hand.run.scope;
    const body = {
      scope: customerCodes ? { customerCodes } : {},
      batchSize: hand.run.batchSize === 5 ? 5 : 10,
    } as const;
    void scan(body).catch((error: unknown) => toast({ text: say(error), tone: "failed" }));
  };
  const again = (
    <Button
      variant={latest ? "secondary" : "primary"}
      onClick={() => setAsking(true)}
      reason={isScanning ? t("scan.already") : undefined}
    >
      <RefreshCw aria-hidden />
      {t(latest ? "scan.again" : "scan.first")}
    </Button>
  );
  const headline = totals ? (totals.problemCustomers > 0 ? "problems" : "fine") : isScanning ? "scanning" : "never";
  return (
    <>
      <PageHeader
        title={t(`headline.${headline}`, {
          customers: totals?.customers ?? 0,
          problems: totals?.problemCustomers ?? 0,
        })}
        lede={
          latest?.scannedAt && totals
            ? t("lede.scanned", {
                when: formatWhen(new Date(latest.scannedAt), now, locale),
                rows: totals.rows,
                files: totals.files,
              })
            : t("lede.never")
        }
        actions={latest && again}
      />
      <div className="grid grid-cols-1 gap-6">
        {hand.run && isScanning && (
          <ScanCard
            run={hand.run}
            isMine={hand.isMine}
            isCut={hand.isCut}
            onGoOn={hand.run.reason === "manual" ? goOn : undefined}
          />
        )}
        {stopped && (
          <Note family="is-failed" role="alert" title={t("stopped.title", { id: stopped.id })}>
            {stopWords(stopped.error)}
          </Note>
        )}
        {latest && totals ? (
          <>
            <TotalsTiles totals={totals} runId={latest.id} />
            {since && <NightNote since={since} now={now} />}
            <NextCard run={latest} />
            <div className="grid grid-cols-[minmax(0,1.9fr)_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1">
              <TopCard top={latest.top} runId={latest.id} />
              <div className="grid min-w-0 gap-6">
                <SplitCard totals={totals} />
                <SumsCard totals={totals} runId={latest.id} rest />
              </div>
            </div>
          </>
        ) : (
          !isScanning && (
            <Card>
              <StateBlock icon={<Images aria-hidden />} title={t("empty.title")} action={again}>
                {t("empty.text")}
              </StateBlock>
            </Card>
          )
        )}
        {runs.items.length > 0 && <RunsCard first={runs} now={now} />}
      </div>
      {ScanDialog && isAsking && <ScanDialog onStart={scan} onClose={() => setAsking(false)} />}
    </>
  );
}
