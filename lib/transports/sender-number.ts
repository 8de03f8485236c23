import { bareDigits } from "./phone-number";

/** What kind of number a text may come from. */
export type SenderKind = "mobile" | "landline" | "company" | "service";

/** Keys of the `errors` catalogue. */
export type SenderIssue =
  | "senderNumberRequired"
  | "senderNumberBad"
  | "senderNumberLength"
  | "senderNumberCompany"
  | "senderNumberArea"
  | "senderNumberSpecial";

export type SenderReading = { ok: true; number: string; kind: SenderKind } | { ok: false; issue: SenderIssue };

const AREA = /^0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])/;
/** Company numbers are dialled without an area code and have exactly eight digits. */
const COMPANY = /^1[568]\d\d/;
/** 112, 119, 1330 …: lent by the state, never registered by a customer here. */
const SPECIAL = /^1\d{2,3}$/;
/** 030, 050, 060, 070, 080: one network over the whole country. */
const SERVICE = /^0[35678]0/;

const refused = (issue: SenderIssue): SenderReading => ({ ok: false, issue });
const accepted = (number: string, kind: SenderKind): SenderReading => ({ ok: true, number, kind });

/**
 * Whether a number has the form the registration of sender numbers asks for (전기통신사업법 §84-2): 8–11 digits, an area
 * code in front, 15xx/16xx/18xx exactly eight, 030 and 050 up to twelve. Registration itself is Solapi's to confirm.
 */
export function readSenderNumber(text: string | null | undefined): SenderReading {
  const number = bareDigits(text ?? "").replace(/^\+820?/, "0");
  if (number === "") return refused("senderNumberRequired");
  if (!/^\d+$/.test(number)) return refused("senderNumberBad");
  const { length } = number;
  if (SPECIAL.test(number)) return refused("senderNumberSpecial");
  if (COMPANY.test(number)) return length === 8 ? accepted(number, "company") : refused("senderNumberCompany");
  if (!number.startsWith("0")) return refused(length < 8 ? "senderNumberLength" : "senderNumberArea");
  if (/^01[016789]/.test(number)) {
    const fits = number.startsWith("010") ? length === 11 : length === 10 || length === 11;
    return fits ? accepted(number, "mobile") : refused("senderNumberLength");
  }
  if (SERVICE.test(number)) {
    const most = /^0[35]0/.test(number) ? 12 : 11;
    return length >= 10 && length <= most ? accepted(number, "service") : refused("senderNumberLength");
  }
  const area = AREA.exec(number)?.[0];
  if (!area) return refused("senderNumberBad");
  // Behind an area code a company number is a number nobody can call back.
  const local = number.slice(area.length);
  if (COMPANY.test(local) && local.length === 8) return refused("senderNumberCompany");
  return local.length === 7 || local.length === 8 ? accepted(number, "landline") : refused("senderNumberLength");
}
