import { createReadStream, existsSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { historyKinds } from "@/db/enums";
import { AppError } from "@/lib/errors";
import { type HistoryReport, importHistory } from "@/lib/history/import-history";
import { openHistory } from "@/lib/history/open-history";
import { sayError } from "@/lib/http/error-text";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { errors } from "@/lib/i18n/ko/errors";
import { openRuntime, refuse } from "./terminal";

const USAGE =
  "npm run import -- <파일> [--execute] [--tenant <코드>] [--source <이름>] [--kind messages|logs] [--json]";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    execute: { type: "boolean", default: false },
    tenant: { type: "string" },
    source: { type: "string", default: "legacy" },
    kind: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const [file] = positionals;
if (!file || positionals.length > 1) refuse("가져올 파일 하나를 알려 주세요.", "Name one file to bring in.", USAGE);
if (!existsSync(file)) refuse(`${file}: 그런 파일이 없어요.`, "There is no such file.", USAGE);
const kind = historyKinds.find((one) => one === values.kind);
if (values.kind !== undefined && !kind)
  refuse("--kind 는 messages 나 logs 예요.", "--kind is messages or logs.", USAGE);

const rt = openRuntime();
const t = wordsIn("ko", "history");
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());
const MOST_SHOWN = 20;
const TELL_EVERY_MS = 2_000;
let toldMs = performance.now();

try {
  const order = {
    execute: values.execute,
    fileName: basename(file),
    source: values.source,
    tenantCode: values.tenant ?? null,
    isOver: () => stop.signal.aborted,
    onProgress: (report: HistoryReport) => {
      if (performance.now() - toldMs < TELL_EVERY_MS) return;
      toldMs = performance.now();
      console.error(`… ${report.lines.toLocaleString("ko-KR")}`);
    },
  };
  const report = await importHistory(
    rt,
    { kind: "system", job: "script" },
    order,
    openHistory(createReadStream(file), kind),
  );
  if (values.json) console.log(JSON.stringify(report));
  else tell(report);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  const issue = error.detail.issues?.[0];
  const key = (issue?.message ?? error.detail.message ?? error.code) as keyof typeof errors;
  const params = issue?.params ?? error.detail.params ?? {};
  refuse(sayError("ko", key, params), sayError("en", key, params), USAGE);
} finally {
  await rt.db.close();
}

function tell(report: HistoryReport): void {
  console.log(t("lines", { lines: report.lines, tenant: report.tenant }));
  if (report.resumedAfter > 0) console.log(t("resumed", { lines: report.resumedAfter }));
  console.log(t("messages", report.messages));
  console.log(t("recipients", report.recipients));
  console.log(t("logs", report.logs));
  if (report.bad > 0) {
    console.log(t("badLines", { bad: report.bad }));
    for (const { line, reason } of report.badLines.slice(0, MOST_SHOWN))
      console.log(`  ${t("badLine", { line, why: t(`bad.${reason}` as Parameters<typeof t>[0]) })}`);
    if (report.bad > MOST_SHOWN) console.log(`  ${t("moreBad", { count: report.bad - MOST_SHOWN })}`);
  }
  console.log(!report.finished ? t("stopped") : report.executed ? t("done") : t("dryRun"));
}
