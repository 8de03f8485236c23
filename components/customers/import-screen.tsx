"use client";
import { CircleCheck, CircleX, Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Select } from "@/components/ui/select";
import { Card, CardBody } from "@/components/ui/surface";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/customers/csv-text";
import type { ImportReport } from "@/lib/customers/import-report";
import type { ReadColumns } from "@/lib/customers/read-columns";
import { CSV_MAX_BYTES, XLSX_MAX_BYTES } from "@/lib/customers/upload-limits";
import type { FormOrg } from "./customer-form";
import { columnsOfFile, type Mapping, mappingQuery } from "./file-columns";
import { FileDrop } from "./file-drop";
import { ImportResult } from "./import-report";
import { MapColumns } from "./map-columns";
import { saveText, sendFile } from "./send-file";

type Step =
  | { at: "choose" }
  | { at: "sending"; file: File; share: number; execute: boolean }
  | { at: "map"; file: File; read: ReadColumns; back: Step }
  | { at: "told"; file: File; report: ImportReport }
  | { at: "done"; report: ImportReport }
  | { at: "failed"; why: string };

/** A file of customers: dropped, understood, and written only when asked. */
export function ImportScreen({ orgs, orgId: own }: { orgs: readonly FormOrg[]; orgId: number }) {
  const t = useTranslations("customers.import");
  const say = useSayError();
  const [orgId, setOrgId] = useState(own);
  const [step, setStep] = useState<Step>({ at: "choose" });
  // Goes with the file until another one comes: the writing reads what the dry run read.
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const send = async (file: File, execute: boolean, as: Mapping | null) => {
    setMapping(as);
    const maximum = /\.xlsx$/i.test(file.name) ? XLSX_MAX_BYTES : CSV_MAX_BYTES;
    if (file.size > maximum)
      return setStep({ at: "failed", why: t("tooLarge", { name: file.name, maximum: maximum / 1_048_576 }) });
    setStep({ at: "sending", file, share: 0, execute });
    try {
      const report = await sendFile(
        `/api/customers/import?orgId=${orgId}${execute ? "&execute=1" : ""}${as ? mappingQuery(as) : ""}`,
        file,
        (share) => setStep({ at: "sending", file, share, execute }),
      );
      setStep(execute ? { at: "done", report } : { at: "told", file, report });
    } catch (error) {
      if (isAboutColumns(error)) await askColumns(file, { at: "choose" });
      else setStep({ at: "failed", why: say(error) });
    }
  };
  const askColumns = async (file: File, back: Step) => {
    try {
      setStep({ at: "map", file, read: await columnsOfFile(file), back });
    } catch (error) {
      setStep({ at: "failed", why: say(error) });
    }
  };
  const again = (
    <Button onClick={() => setStep({ at: "choose" })} variant="ghost">
      {t("another")}
    </Button>
  );
  return (
    <div className="mx-auto grid max-w-[860px] gap-4">
      <PageHeader title={t("headline")} lede={t("lede")} />
      {orgs.length > 1 && step.at !== "sending" && step.at !== "done" && (
        <Field label={t("org")} className="max-w-80">
          {(wires) => (
            <Select
              {...wires}
              value={orgId}
              onChange={(event) => {
                setOrgId(Number(event.target.value));
                // What was told was told of the other organisation.
                setStep({ at: "choose" });
              }}
            >
              {orgs.map((org) => (
                <option key={org.id} value={org.id}>
                  {"\u00a0\u00a0".repeat(org.depth)}
                  {org.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {step.at === "failed" && (
        <Note family="is-failed" role="alert" icon={<CircleX aria-hidden />} title={t("failed")}>
          {step.why}
        </Note>
      )}
      {(step.at === "choose" || step.at === "failed") && (
        <>
          <FileDrop
            onFile={(file) => void send(file, false, null)}
            words={{ title: t("title"), drop: t("drop"), help: t("dropHelp"), choose: t("choose") }}
          />
          <HowTo />
        </>
      )}
      {step.at === "sending" && <Sending {...step} />}
      {step.at === "map" && (
        <MapColumns
          read={step.read}
          chosen={mapping}
          onUse={(chosen) => void send(step.file, false, chosen)}
          onCancel={() => setStep(step.back)}
        />
      )}
      {step.at === "told" && (
        <>
          <ImportResult report={step.report} onMap={() => void askColumns(step.file, step)} />
          <div className="flex flex-wrap items-center justify-end gap-2">
            {again}
            <Go report={step.report} onGo={() => void send(step.file, true, mapping)} />
          </div>
        </>
      )}
      {step.at === "done" && (
        <>
          <Note family="is-arrived" role="status" icon={<CircleCheck aria-hidden />}>
            {step.report.added + step.report.changed > 0
              ? t("did", { added: step.report.added, changed: step.report.changed })
              : t("didNothing")}
          </Note>
          <ImportResult report={step.report} />
          <div className="flex justify-end gap-2">
            {again}
            <ButtonLink variant="primary" href="/customers?sort=updated">
              {t("toList")}
            </ButtonLink>
          </div>
        </>
      )}
    </div>
  );
}

/** The file can be read, but not what its columns mean: a person says that better than another file would. */
const isAboutColumns = (error: unknown): boolean =>
  error instanceof ApiError && error.issues.some(({ code }) => code.startsWith("importColumns"));

function Go({ report: { added, changed }, onGo }: { report: ImportReport; onGo: () => void }) {
  const t = useTranslations("customers.import");
  const count = added + changed;
  return (
    <Button variant="primary" reason={count === 0 ? t("nothingToDo") : undefined} onClick={onGo}>
      {t("go", { count })}
    </Button>
  );
}

function Sending({ file, share, execute }: { file: File; share: number; execute: boolean }) {
  const t = useTranslations("customers.import");
  const percent = Math.floor(share * 100);
  const isSent = share >= 1;
  return (
    <Card>
      <CardBody className="grid gap-3 py-8">
        <p role="status" className="font-semibold">
          {isSent && execute ? t("writing") : t("reading")}
        </p>
        <ProgressBar label={file.name} value={percent} max={100} />
        <p className="text-ink-2 text-sm">
          {file.name} · {isSent ? t("working") : t("sending", { percent })}
        </p>
      </CardBody>
    </Card>
  );
}

function HowTo() {
  const t = useTranslations("customers.import.how");
  const f = useTranslations("customers.fields");
  const sample = () => {
    const titles = [
      "name",
      "phone",
      "code",
      "adConsent",
      "adConsentAt",
      "adConsentVia",
      "nightConsent",
      "memo",
    ] as const;
    const e = [f("name"), "010-0000-0001", "C-1", "Y", "2026-10-04", "", "N", ""];
    saveText("customers-sample.csv", BYTE_ORDER_MARK + csvLine(titles.map((title) => f(title))) + csvLine(e));
  };
  return (
    <Card>
      <CardBody className="grid gap-2 text-sm">
        <h2 className="font-semibold text-base">{t("title")}</h2>
        <ol className="grid list-decimal gap-1 ps-5 text-ink-2">
          <li>{t("first")}</li>
          <li>{t("second")}</li>
          <li>{t("third")}</li>
        </ol>
        <Button size="sm" className="mt-1 justify-self-start" onClick={sample}>
          <Download aria-hidden />
          {t("sample")}
        </Button>
      </CardBody>
    </Card>
  );
}
