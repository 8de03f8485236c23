/** `#{이름}`: Solapi's own way to write a variable, so that an Alimtalk template reads the same here. */
const VARIABLE = /#\{([^{}\n]{1,40})\}/g;

export type Variables = Readonly<Record<string, string>>;

const nameIn = (raw: string) => raw.trim();

/** Names of the variables of a text, each once, in order. */
export const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(VARIABLE)].map((match) => nameIn(match[1]!)).filter((name) => name !== "")),
];

/** What a recipient brings without being asked: their name, in both languages. */
export const ownVariables = (name: string | null, variables: Variables | null): Variables => ({
  ...(name ? { 이름: name, name } : {}),
  ...variables,
});

/**
 * The text of one recipient. One pass: what a value holds is never read as a variable. A variable without a value stays as
 * it was written; `missingIn` finds it before.
 */
export const renderText = (message: { rawBody: string }, variables: Variables): string =>
  message.rawBody.replace(VARIABLE, (whole, raw: string) =>
    Object.hasOwn(variables, nameIn(raw)) ? variables[nameIn(raw)]! : whole,
  );

/** What is in a text for everybody. */
export const withoutVariables = (text: string): string => text.replace(VARIABLE, "");

/** Variables a recipient has no value for. */
export const missingIn = (names: readonly string[], variables: Variables): string[] =>
  names.filter((name) => !Object.hasOwn(variables, name) || variables[name]!.trim() === "");

/** Only the variables a text uses: what is stored with a row, and nothing else that a caller happened to send. */
export const usedVariables = (names: readonly string[], variables: Variables): Record<string, string> | null =>
  names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, variables[name] ?? ""]));

export type TemplateMismatch = {
  /** Line, from 1, where the text leaves the template. */
  line: number;
  expected: string;
  found: string;
};

const plain = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(VARIABLE, (_whole, raw: string) => `#{${nameIn(raw)}}`)
    .trimEnd();

/**
 * Where a text differs from its approved Alimtalk template, or null where it doesn't: KakaoTalk refuses a text that isn't the
 * template letter by letter (codes 1043, 3103). Blank ends don't count.
 */
export function mismatchOf(template: string, text: string): TemplateMismatch | null {
  const [expected, found] = [plain(template).split("\n"), plain(text).split("\n")];
  const lines = Math.max(expected.length, found.length);
  for (let i = 0; i < lines; i++)
    if (expected[i] !== found[i]) return { line: i + 1, expected: expected[i] ?? "", found: found[i] ?? "" };
  return null;
}
