import { createReadStream, existsSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { type ImageImportReport, importImages } from "@/lib/customer-images/import-images";
import { openMetadata } from "@/lib/customer-images/open-metadata";
import { AppError } from "@/lib/errors";
import { sayError } from "@/lib/http/error-text";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { errors } from "@/lib/i18n/ko/errors";
import { openRuntime, refuse } from "./terminal";

const USAGE = "npm run import:images -- <파일> [--execute] [--source <이름>] [--org <조직 코드>] [--json]";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    execute: { type: "boolean", default: false },
    source: { type: "string", default: "legacy" },
    org: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const [file] = positionals;
if (!file || positionals.length > 1) refuse("가져올 파일 하나를 알려 주세요.", "Name one file to bring in.", USAGE);
if (!existsSync(file)) refuse(`${file}: 그런 파일이 없어요.`, "There is no such file.", USAGE);

const rt = openRuntime();
const t = wordsIn("ko", "imageImport");
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
    orgCode: values.org ?? null,
    isOver: () => stop.signal.aborted,
    onProgress: ({ lines }: ImageImportReport) => {
      if (performance.now() - toldMs < TELL_EVERY_MS) return;
      toldMs = performance.now();
      console.error(`… ${lines.toLocaleString("ko-KR")}`);
    },
  };
  const records = openMetadata(createReadStream(file));
  const report = await importImages(rt, { kind: "system", job: "script" }, order, records);
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

function tell({ lines, customers, added, unchanged, refused, refusals, finished, executed }: ImageImportReport): void {
  console.log(t("lines", { lines, customers }));
  console.log(t("added", { added, unchanged }));
  if (refused > 0) {
    console.log(t("refused", { refused }));
    for (const { line, reason } of refusals.slice(0, MOST_SHOWN))
      console.log(`  ${t("refusal", { line, why: t(`reasons.${reason}`) })}`);
    if (refused > MOST_SHOWN) console.log(`  ${t("more", { count: refused - MOST_SHOWN })}`);
  }
  console.log(!finished ? t("stopped") : executed ? t("done") : t("dryRun"));
}
