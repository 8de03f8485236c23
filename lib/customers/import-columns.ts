import { AppError } from "@/lib/errors";
import { withoutNumbers } from "./without-numbers";

/** What a column of a file can hold. */
export const importFields = [
  "name",
  "phone",
  "code",
  "memo",
  "adConsent",
  "adConsentAt",
  "adConsentVia",
  "nightConsent",
  "nightConsentAt",
] as const;
export type ImportField = (typeof importFields)[number];

/** Titles people write, without blanks and signs. Where two columns mean one thing, the earlier word is the better one. */
const TITLES: Record<ImportField, readonly string[]> = {
  name: ["이름", "성명", "고객명", "고객이름", "고객성명", "성함", "회원명", "name", "fullname", "customername"],
  phone: [
    ..."휴대폰 휴대폰번호 휴대전화 휴대전화번호 핸드폰 핸드폰번호 모바일 mobile mobilephone mobilenumber cellphone cell hp".split(
      " ",
    ),
    ..."전화번호 전화 연락처 번호 수신번호 phone phonenumber tel telephone".split(" "),
  ],
  code: "코드 고객코드 고객번호 회원번호 회원코드 code customercode customerid memberid id".split(" "),
  memo: "메모 비고 참고 memo note notes remark remarks".split(" "),
  adConsent: [
    ..."광고동의 광고수신동의 광고수신 마케팅동의 마케팅수신동의 수신동의 광고".split(" "),
    ..."adconsent marketingconsent marketing optin".split(" "),
  ],
  adConsentAt: "광고동의일 광고동의일자 광고수신동의일 동의일 동의일자 동의날짜 adconsentat consentdate".split(" "),
  adConsentVia: "동의경로 동의방법 동의한곳 동의출처 adconsentvia consentvia".split(" "),
  nightConsent: "야간동의 야간광고동의 야간수신동의 야간광고 야간 nightconsent night".split(" "),
  nightConsentAt: "야간동의일 야간동의일자 nightconsentat".split(" "),
};

export type ColumnMap = {
  /** Where each field stands in a line. */
  at: Partial<Record<ImportField, number>>;
  /** Every title of the file with what it was taken for; null = left alone. */
  columns: { title: string; field: ImportField | null }[];
};

const bare = (title: string): string =>
  title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, "");

/** What titles mean by themselves, and the fields two of them mean alike. Of two for one field the better title wins. */
export function guessColumns(titles: readonly string[]): { at: ColumnMap["at"]; twice: ImportField[] } {
  const words = titles.map(bare);
  const at: ColumnMap["at"] = {};
  const twice: ImportField[] = [];
  for (const field of importFields) {
    const best = TITLES[field].find((title) => words.includes(title));
    if (best === undefined) continue;
    at[field] = words.indexOf(best);
    if (words.lastIndexOf(best) !== at[field]) twice.push(field);
  }
  return { at, twice };
}

/** What a person says the columns hold, from the left; null = not read. */
export type ChosenColumns = readonly (ImportField | null)[];

/**
 * What the columns of a file hold: as a person chose, else by their titles.
 * @throws AppError invalid at `file`: importColumnsMissing names what is needed and not there, importColumnsTwice what
 * is there twice
 */
export function mapColumns(
  titles: readonly string[],
  needed: readonly ImportField[],
  nameOf: (field: ImportField) => string,
  chosen?: ChosenColumns,
): ColumnMap {
  const { at, twice } = chosen ? placesOf(chosen.slice(0, titles.length)) : guessColumns(titles);
  const missing = needed.filter((field) => at[field] === undefined);
  const found = titles.map((title) => withoutNumbers(title.trim()).slice(0, 30)).filter(Boolean);
  if (missing.length > 0) throw refusal("importColumnsMissing", missing.map(nameOf), found);
  if (twice.length > 0) throw refusal("importColumnsTwice", twice.map(nameOf), found);
  return { at, columns: columnsOf(titles, at) };
}

/** Every column with its title and what it is read as. */
export function columnsOf(titles: readonly string[], at: ColumnMap["at"]): ColumnMap["columns"] {
  const fieldAt = new Map(
    importFields.flatMap((field) => (at[field] === undefined ? [] : [[at[field], field] as const])),
  );
  return titles.map((title, i) => ({ title: withoutNumbers(title.trim()), field: fieldAt.get(i) ?? null }));
}

function placesOf(chosen: ChosenColumns): ReturnType<typeof guessColumns> {
  const at: ColumnMap["at"] = {};
  const twice: ImportField[] = [];
  chosen.forEach((field, i) => {
    if (field === null) return;
    if (at[field] === undefined) at[field] = i;
    else twice.push(field);
  });
  return { at, twice };
}

const refusal = (message: string, columns: readonly string[], found: readonly string[]) => {
  const params = { columns: columns.join(", "), found: found.slice(0, 20).join(", ") || "–" };
  return new AppError("invalid", { message, params, issues: [{ path: ["file"], message, params }] });
};
