import { bigint, customType, datetime, decimal, varchar } from "drizzle-orm/mysql-core";

/** Surrogate key: BIGINT UNSIGNED auto-increment, exact as a JS number below 2^53. */
export const id = () => bigint({ mode: "number", unsigned: true }).autoincrement().primaryKey();

/** Reference to another table's id. */
export const ref = () => bigint({ mode: "number", unsigned: true });

/** An instant: UTC with milliseconds. */
export const instant = () => datetime({ mode: "date", fsp: 3 });

/** Text compared byte by byte (keys, codes, paths): ASCII only. */
export const asciiKey = (length: number) =>
  customType<{ data: string; driverData: string }>({
    dataType: () => `varchar(${length}) character set ascii collate ascii_bin`,
  })();

/** Fixed 32 bytes, for SHA-256 and HMAC values. */
export const hash32 = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "binary(32)" });

/** Sealed bytes (encrypted secrets). */
export const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "varbinary(512)" });

/** Sealed text of any length, such as a list of numbers. */
export const sealedLong = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "longblob" });

/** Won with two decimals, exact: a string to JavaScript, never a float. */
export const money = () => decimal({ precision: 14, scale: 2 });

/** JSON that is read whole. Servers and expressions may hand it back as text, so both shapes are parsed. */
export const json = <T>(column?: string) => {
  const build = customType<{ data: T; driverData: string }>({
    dataType: () => "json",
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => (typeof value === "string" ? JSON.parse(value) : value) as T,
  });
  return column === undefined ? build() : build(column);
};

/** MySQL SET of the given words; members come back in definition order. */
export const mysqlSet = <const W extends readonly string[]>(words: W) =>
  customType<{ data: W[number][]; driverData: string }>({
    dataType: () => `set(${words.map((word) => `'${word}'`).join(",")})`,
    toDriver: (value) => words.filter((word) => value.includes(word)).join(","),
    fromDriver: (value) => (value === "" ? [] : (value.split(",") as W[number][])),
  })();

/** Display name, NFC, compared without case. */
export const name = (length: number) => varchar({ length });
