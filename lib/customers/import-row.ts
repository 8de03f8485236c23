import { displayName } from "@/lib/orgs/display-name";
import { instantOf, parseDate } from "@/lib/time/kst";
import { normaliseKoreanNumber, type PhoneRefusal } from "@/lib/transports/phone-number";
import type { ConsentChange } from "./consent";
import type { ColumnMap, ImportField } from "./import-columns";
import { CONSENT_VIA_MAX, CUSTOMER_CODE_MAX, CUSTOMER_NAME_MAX, MEMO_MAX } from "./lengths";
import type { SheetRow } from "./sheet";

/** Why a line isn't taken; words in the `customers` catalogue. */
export const importRefusals = [
  "name_missing",
  "name_too_long",
  "phone_missing",
  "phone_short",
  "phone_landline",
  "phone_foreign",
  "phone_invalid",
  "phone_masked",
  "phone_rounded",
  "code_bad",
  "memo_too_long",
  "consent_unclear",
  "consent_date_bad",
  "consent_in_future",
  "consent_via_too_long",
  "night_without_ad",
  "broken_letters",
  "duplicate_line",
] as const;
export type ImportRefusal = (typeof importRefusals)[number];
export type RefusedLine = {
  line: number;
  column: ImportField | null;
  reason: ImportRefusal;
  /** The earlier line with the same person. */
  other?: number;
};

export type ImportRow = {
  line: number;
  code: string | null;
  name: string;
  digits: string | null;
  /** Undefined: the file says nothing, so what is stored stays. */
  memo: string | undefined;
  consent: ConsentChange;
};

const PHONE_REASONS: Record<PhoneRefusal, ImportRefusal> = {
  empty: "phone_missing",
  too_short: "phone_short",
  landline: "phone_landline",
  foreign: "phone_foreign",
  invalid: "phone_invalid",
};
const YES = new Set("y yes true t 1 o ○ ◯ ✓ ✔ v 예 네 동의 수신 수신동의 동의함 허용 on".split(" "));
const NO = new Set("n no false f 0 x × ✗ ✕ - 아니오 아니요 거부 미동의 수신거부 동의안함 off".split(" "));

class Refused extends Error {
  constructor(
    readonly column: ImportField,
    readonly reason: ImportRefusal,
  ) {
    super(reason);
  }
}

/**
 * Reads a number as spreadsheets leave it: without its first zero, as text behind an apostrophe.
 * @throws Refused
 */
function readPhone(text: string): string | null {
  const cell = text.trim().replace(/^'/, "").replace(/\.0$/, "");
  if (cell.includes("*")) throw new Refused("phone", "phone_masked");
  if (/^\d(\.\d+)?e\+?\d+$/i.test(cell)) throw new Refused("phone", "phone_rounded");
  // No Korean number of nine or ten digits begins with 1, so the zero that is missing was the first.
  const reading = normaliseKoreanNumber(/^1[016789][\d\s-]{7,10}$/.test(cell) ? `0${cell}` : cell);
  if (reading.kind === "mobile") return reading.number;
  if (reading.reason === "empty") return null;
  throw new Refused("phone", PHONE_REASONS[reading.reason]);
}

function readYesNo(column: ImportField, text: string): boolean | undefined {
  const word = text.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  if (word === "") return undefined;
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new Refused(column, "consent_unclear");
}

/** `2026-10-04`, `2026.10.4`, `2026. 10. 4.`, `2026/10/04`, `20261004`, `2026년 10월 4일`: a day of Korea. */
function readDay(column: ImportField, text: string, now: Date): Date | undefined {
  if (text.trim() === "") return undefined;
  const [, year, month = "", day = ""] =
    /^(\d{4})[-./년\s]*(\d{1,2})[-./월\s]*(\d{1,2})[.일\s]*(?:T?\s*\d\d:\d\d.*)?$/.exec(text.trim()) ?? [];
  const number = year ? parseDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`) : null;
  if (number === null) throw new Refused(column, "consent_date_bad");
  const at = instantOf(number);
  if (at > now) throw new Refused(column, "consent_in_future");
  return at;
}

function readLine(column: ImportField, text: string, maximum: number, reason: ImportRefusal): string {
  if (text.includes("\ufffd")) throw new Refused(column, "broken_letters");
  const line = displayName(text);
  if ([...line].length > maximum) throw new Refused(column, reason);
  return line;
}

/** A line as a customer, or why it isn't one. An empty cell says nothing; whatever a cell begins with, it is text. */
export function readRow(
  { line, cells }: SheetRow,
  { at }: ColumnMap,
  now: Date,
  { isNameless = false }: { isNameless?: boolean } = {},
): ImportRow | RefusedLine {
  // An export of ours puts an apostrophe before what a spreadsheet would take for a formula.
  const cell = (field: ImportField) => (cells[at[field] ?? -1] ?? "").replace(/^'(?=[=+\-@\t\r])/, "");
  try {
    const name = readLine("name", cell("name"), CUSTOMER_NAME_MAX, "name_too_long");
    if (name === "" && !isNameless) throw new Refused("name", "name_missing");
    const digits = readPhone(cell("phone"));
    const code = cell("code").trim();
    if (code.length > CUSTOMER_CODE_MAX || !/^[\x21-\x7e]*$/.test(code)) throw new Refused("code", "code_bad");
    if (digits === null && code === "") throw new Refused("phone", "phone_missing");
    const memo = readLine("memo", cell("memo"), MEMO_MAX, "memo_too_long");
    const via = readLine("adConsentVia", cell("adConsentVia"), CONSENT_VIA_MAX, "consent_via_too_long");
    const consent = {
      adConsent: readYesNo("adConsent", cell("adConsent")),
      adConsentAt: readDay("adConsentAt", cell("adConsentAt"), now),
      adConsentVia: via || undefined,
      nightConsent: readYesNo("nightConsent", cell("nightConsent")),
      nightConsentAt: readDay("nightConsentAt", cell("nightConsentAt"), now),
    };
    return { line, code: code || null, name, digits, memo: memo || undefined, consent };
  } catch (error) {
    if (error instanceof Refused) return { line, column: error.column, reason: error.reason };
    throw error;
  }
}

export const isRefused = (read: ImportRow | RefusedLine): read is RefusedLine => "reason" in read;
