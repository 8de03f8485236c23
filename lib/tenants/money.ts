/** Won, exact, counted in hundredths: `1234n` is 12.34원. Columns and JSON carry it as `"12.34"`, never as a float (C-22). */
export type Money = bigint;

export const ZERO: Money = 0n;
/** What DECIMAL(14,2) holds. */
export const MOST_MONEY: Money = 99_999_999_999_999n;
const SHAPE = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/;

/** `"12.34"` → `1234n`; null where the text is no amount of won with at most two decimals. */
export function parseMoney(text: string): Money | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const hundredths = BigInt(match[2]!) * 100n + BigInt((match[3] ?? "").padEnd(2, "0"));
  return match[1] === "-" ? -hundredths : hundredths;
}

/** A column of the database, which always holds an amount. */
export function moneyOf(column: string): Money {
  const money = parseMoney(column);
  if (money === null) throw new Error(`not an amount of money: ${column}`);
  return money;
}

/** `1234n` → `"12.34"`, as columns and JSON want it. */
export function moneyText(money: Money): string {
  const size = money < 0n ? -money : money;
  return `${money < 0n ? "-" : ""}${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
}

/** As people read it: `1,234,500` and, where there is a part of a won, `12.5`. The word 원 comes from the catalogue. */
export function wonText(money: Money): string {
  const [whole = "0", part = ""] = moneyText(money < 0n ? -money : money).split(".");
  const decimals = part.replace(/0+$/, "");
  return `${money < 0n ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${decimals && `.${decimals}`}`;
}

export const sumOf = (amounts: readonly Money[]): Money => amounts.reduce((sum, amount) => sum + amount, ZERO);
