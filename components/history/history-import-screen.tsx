"use client";
import { CircleCheck, CircleX, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CoverageTabs } from "@/components/coverage/coverage-tabs";
import { FileDrop } from "@/components/customers/file-drop";
import { postFile } from "@/components/customers/send-file";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button, ButtonLink } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Card, CardBody } from "@/components/ui/surface";
import { CSV_MAX_BYTES, XLSX_MAX_BYTES } from "@/lib/customers/upload-limits";
import type { HistoryReport } from "@/lib/history/import-history";
import type { ImportedFile } from "@/lib/history/queries";
import { HistoryHowTo } from "./history-how-to";
import { HistoryResult } from "./history-report";
import { type ImportOptions, ImportOptionsForm, isGoodSource, optionsQuery } from "./import-options";
import { PastImports } from "./past-imports";

type Step =
  | { at: "choose" }
  | { at: "sending"; file: File; share: number; execute: boolean }
  | { at: "told"; file: File; report: HistoryReport }
  | { at: "cut"; file: File }
  | { at: "done"; report: HistoryReport }
  | { at: "failed"; why: string };

type Props = { tenants: readonly { code: string; name: string }[]; files: readonly ImportedFile[] };

/** A file of an old system: tried first, written when asked, gone on with where it was cut. */
export function HistoryImportScreen({ tenants, files }: Props) {
  const t = useTranslations("historyImport");
  const say = useSayError();
  const router = useRouter();
  const [options, setOptions] = useState<ImportOptions>({
    tenant: tenants[0]?.code ?? "",
    source: "legacy",
    kind: "auto",
  });
  const [step, setStep] = useState<Step>({ at: "choose" });
  const send = async (file: File, execute: boolean) => {
    const maximum = /\.xlsx$/i.test(file.name) ? XLSX_MAX_BYTES : CSV_MAX_BYTES;
    if (file.size > maximum)
      return setStep({ at: "failed", why: t("tooLarge", { name: file.name, maximum: maximum / 1_048_576 }) });
    setStep({ at: "sending", file, share: 0, execute });
    try {
      const report = await postFile<HistoryReport>(
        `/api/coverage/imports?${optionsQuery(options, execute)}`,
        file,
        file.name,
        (share) => setStep({ at: "sending", file, share, execute }),
      );
      if (execute && !report.finished) setStep({ at: "cut", file });
      else setStep(execute ? { at: "done", report } : { at: "told", file, report });
      if (execute) router.refresh();
    } catch (error) {
      const isCut = execute && error instanceof ApiError && (error.status === 0 || error.status >= 500);
      setStep(isCut ? { at: "cut", file } : { at: "failed", why: say(error) });
    }
  };
  const again = (
    <Button variant="ghost" onClick={() => setStep({ at: "choose" })}>
      {t("another")}
    </Button>
  );
  const isChoosing = step.at === "choose" || step.at === "failed";
  return (
    <>
      <CoverageTabs here="import" mayImport />
      <div className="mx-auto grid max-w-[860px] gap-4">
        <PageHeader title={t("headline")} lede={t("lede")} />
        {step.at === "failed" && (
          <Note family="is-failed" role="alert" icon={<CircleX aria-hidden />} title={t("failed")}>
            {step.why}
          </Note>
        )}
        {isChoosing && (
          <>
            <ImportOptionsForm tenants={tenants} options={options} onChange={setOptions} />
            {isGoodSource(options.source) && (
              <FileDrop
                onFile={(file) => void send(file, false)}
                words={{ title: t("title"), drop: t("drop"), help: t("dropHelp"), choose: t("choose") }}
                also=".json"
              />
            )}
            <HistoryHowTo />
            <PastImports files={files} />
          </>
        )}
        {step.at === "sending" && <Sending {...step} />}
        {step.at === "told" && (
          <>
            <HistoryResult report={step.report} />
            <div className="flex flex-wrap items-center justify-end gap-2">
              {again}
              <Button
                variant="primary"
                reason={step.report.messages.added + step.report.logs.added === 0 ? t("nothingToDo") : undefined}
                onClick={() => void send(step.file, true)}
              >
                {t("go")}
              </Button>
            </div>
          </>
        )}
        {step.at === "cut" && (
          <Note family="is-deferred" role="alert" title={t("cut")}>
            <p>{t("cutWhy")}</p>
            <div className="mt-2 flex flex-wrap gap-2">
              <Button variant="primary" onClick={() => void send(step.file, true)}>
                <Play aria-hidden />
                {t("goOn")}
              </Button>
              {again}
            </div>
          </Note>
        )}
        {step.at === "done" && (
          <>
            <Note family="is-arrived" role="status" icon={<CircleCheck aria-hidden />}>
              {step.report.messages.added + step.report.logs.added > 0
                ? t("did", { messages: step.report.messages.added, logs: step.report.logs.added })
                : t("didNothing")}
              {step.report.resumedAfter > 0 && (
                <span className="block">{t("resumed", { lines: step.report.resumedAfter })}</span>
              )}
            </Note>
            <HistoryResult report={step.report} />
            <div className="flex justify-end gap-2">
              {again}
              <ButtonLink variant="primary" href="/coverage">
                {t("toCoverage")}
              </ButtonLink>
            </div>
          </>
        )}
      </div>
    </>
  );
}

/** The server reads while the file comes in, so what has left is about what has been read. */
function Sending({ file, share, execute }: { file: File; share: number; execute: boolean }) {
  const t = useTranslations("historyImport");
  const percent = Math.floor(share * 100);
  return (
    <Card>
      <CardBody className="grid gap-3 py-8">
        <p role="status" className="font-semibold">
          {t(execute ? "writing" : "reading")}
        </p>
        <ProgressBar label={file.name} value={percent} max={100} left={share < 1 && t("sending", { percent })} />
        <p className="text-ink-2 text-sm">{t(execute ? "workingOn" : "working")}</p>
      </CardBody>
    </Card>
  );
}
