import * as z from "zod";
import { type Layer, layers } from "@/db/enums";
import { type Locale, locales } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";
import { codeMeaning } from "@/lib/transports/solapi-codes";
import { type CodeEntry, type CodeKind, codeBook, codeKinds } from "./codes-book";

/** `?q=&layer=&kind=&code=`; `code` puts its own entries first, whatever else is asked. */
export const CodeFilter = z.strictObject({
  q: z
    .string({ error: "badValue" })
    .max(100, { error: "badValue" })
    .transform((text) => text.normalize("NFC").trim())
    .optional(),
  layer: z.enum(layers, { error: "badValue" }).optional(),
  kind: z.enum(codeKinds, { error: "badValue" }).optional(),
  code: z.string({ error: "badValue" }).trim().max(60, { error: "badValue" }).optional(),
});
export type CodeFilter = z.output<typeof CodeFilter>;

export type CodeDto = {
  code: string;
  kind: CodeKind;
  layer: Layer | null;
  meaning: string;
  we: string;
  you: string;
  /** The one that was asked for by name. */
  isAsked: boolean;
};
export type CodeList = {
  items: CodeDto[];
  /** How many there are altogether. */
  total: number;
};

type Tree = { readonly [key: string]: string | Tree };

/** What a path of the catalogue says, or null. */
function said(locale: Locale, path: string): string | null {
  let at: string | Tree | undefined = allMessages(locale) as unknown as Tree;
  for (const key of path.split(".")) at = typeof at === "object" && Object.hasOwn(at, key) ? at[key] : undefined;
  return typeof at === "string" ? at : null;
}

/** The first of some paths that has words; all of them, where each says a part. */
const firstSaid = (locale: Locale, paths: readonly string[]) =>
  paths.map((path) => said(locale, path)).find((words) => words !== null) ?? "";

const toDto = (entry: CodeEntry, locale: Locale): Omit<CodeDto, "isAsked"> => ({
  code: entry.code,
  kind: entry.kind,
  layer: entry.layer,
  meaning: firstSaid(locale, entry.meaning),
  we: firstSaid(locale, [entry.we]),
  you: firstSaid(locale, entry.you),
});

const folded = (text: string) => text.normalize("NFC").toLowerCase();

const haystacks = new Map<CodeEntry, string>();

/** Everything an entry says in either language, so that each of them finds it. */
function haystackOf(entry: CodeEntry): string {
  const known = haystacks.get(entry);
  if (known !== undefined) return known;
  const words = locales.flatMap((locale) => Object.values(toDto(entry, locale)));
  const text = folded(words.filter((one) => one !== null).join("\n"));
  haystacks.set(entry, text);
  return text;
}

const spoken = (text: string) => folded(text).split(/\s+/).filter(Boolean);

/** Codes whose meaning has every word of a sentence, in either language: what somebody copied from a screen. */
export function codesSaying(sentence: string): string[] {
  const wanted = spoken(sentence);
  const fits = (entry: CodeEntry) => {
    const meanings = folded([entry.code, ...locales.map((locale) => toDto(entry, locale).meaning)].join("\n"));
    return wanted.every((word) => meanings.includes(word));
  };
  return [...new Set(codeBook.filter(fits).map(({ code }) => code))];
}

/** Solapi adds codes as it likes: one we have no words for is told by its family. */
const stranger = (code: string): CodeEntry | null => {
  if (!/^[1-4]\d{3}$/.test(code)) return null;
  const { codeClass, remedy, meaning } = codeMeaning(code);
  return {
    code,
    kind: "solapi",
    layer: "provider",
    meaning: [`solapiCodes.meaning.${meaning}`],
    we: `solapiCodes.we.${codeClass}`,
    you: [`solapiCodes.you.${remedy}`],
  };
};

/** The entries that have every word asked for, in either language; the one asked for by its code stands first. */
export function findCodes(filter: CodeFilter, locale: Locale): CodeList {
  const { layer, kind, code } = filter;
  const asked = code ? folded(code) : null;
  const isAsked = (entry: CodeEntry) =>
    asked !== null && folded(entry.code) === asked && (!kind || entry.kind === kind);
  const wanted = spoken(filter.q ?? "");
  const fits = (entry: CodeEntry) =>
    (!layer || entry.layer === layer) &&
    (!kind || entry.kind === kind) &&
    wanted.every((word) => haystackOf(entry).includes(word));
  const named = codeBook.filter(isAsked);
  const unknown = code && named.length === 0 ? stranger(code) : null;
  const first = unknown ? [unknown] : named;
  const rest = codeBook.filter((entry) => !first.includes(entry) && fits(entry));
  return {
    items: [
      ...first.map((entry) => ({ ...toDto(entry, locale), isAsked: true })),
      ...rest.map((entry) => ({ ...toDto(entry, locale), isAsked: false })),
    ],
    total: codeBook.length,
  };
}
