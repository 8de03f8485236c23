import "server-only";
import { strToU8, zipSync } from "fflate";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";
import { kstDateTime } from "@/lib/time/kst";
import { type EvidenceBundle, evidenceFiles } from "./evidence-bundle";
import { withoutNumbers } from "./evidence-text";

/** Notepad takes a text for what it is by this. */
const BYTE_ORDER_MARK = "\uFEFF";

/** A bundle as one file: an archive of a text that explains it and a file for each kind of record, or all of it as JSON. */
export function evidenceFile(bundle: EvidenceBundle, format: "zip" | "json", locale: Locale) {
  const { subject, madeAt } = bundle;
  const name = `evidence-${subject.kind}-${subject.id}${subject.recipient === null ? "" : `-${subject.recipient}`}`;
  const files = withoutNumbers(bundle.files);
  const readme = readmeOf(bundle, locale);
  if (format === "json") {
    const { verdict, gaps } = bundle;
    const text = JSON.stringify({ subject, madeAt, verdict, gaps, readme, files });
    return { body: strToU8(text), name: `${name}.json`, type: "application/json" };
  }
  const entries: Record<string, Uint8Array> = {
    "README.txt": strToU8(BYTE_ORDER_MARK + readme.replaceAll("\n", "\r\n")),
  };
  for (const file of evidenceFiles)
    if (files[file] !== undefined) entries[`${file}.json`] = strToU8(`${JSON.stringify(files[file], null, 2)}\n`);
  // An archive's times have no zone: the ones people here read.
  const mtime = new Date(`${kstDateTime(madeAt)}:00`);
  return { body: zipSync(entries, { level: 6, mtime }), name: `${name}.zip`, type: "application/zip" };
}

function readmeOf({ subject, madeAt, verdict, files, gaps }: EvidenceBundle, locale: Locale): string {
  const t = wordsIn(locale, "evidence");
  const { cause, fix } = allMessages(locale).diagnosisCauses as unknown as Record<
    "cause" | "fix",
    Record<string, { title: string } | undefined>
  >;
  const found = verdict.cause === null ? null : cause[verdict.cause];
  const remedy = verdict.fix === null ? null : fix[verdict.fix];
  const lines = [
    t(`title.${subject.kind}`, { id: subject.id }),
    t("madeAt", { at: kstDateTime(madeAt).replace("T", " ") }),
    "",
    found ? t("found", { cause: found.title }) : t("nothingFound"),
    ...(remedy ? [t("remedy", { fix: remedy.title })] : []),
    "",
    t("filesTitle"),
    ...evidenceFiles.flatMap((file) => (files[file] === undefined ? [] : [`- ${file}.json: ${t(`files.${file}`)}`])),
    "",
    t("gapsTitle"),
    ...gaps.map((gap) => `- ${t(`gaps.${gap}`)}`),
    "",
    t("masked"),
    t("times"),
  ];
  return `${lines.join("\n")}\n`;
}
