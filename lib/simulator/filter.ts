const OPERATORS = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "like"] as const;
type Operator = (typeof OPERATORS)[number];
export type Condition = { field: string; operator: Operator; values: string[] };
export type Filter = { conditions: Condition[]; startKey: string | null; limit: number };

/** What is wrong with a query, in words. */
export class BadQuery extends Error {}

const PAGING = ["startKey", "limit"];
const DATES = ["dateType", "startDate", "endDate"];
const TRIPLE = ["criteria", "cond", "value"];
const MAX_LIMIT = 500;

/**
 * Reads a list's query in every form Solapi takes: `to=…`, `type[in]=["SMS"]`, `messageIds=a&messageIds=b`,
 * `criteria=…&cond=…&value=…` (several apart by commas), `dateType/startDate/endDate`, `startKey`, `limit` (1–500, 20).
 * @throws BadQuery for an unknown field or operator: such a filter would silently let everything through
 */
export function filterOf(query: URLSearchParams, fields: readonly string[]): Filter {
  const conditions: Condition[] = [];
  for (const key of new Set(query.keys())) {
    if ([...PAGING, ...DATES, ...TRIPLE].includes(key)) continue;
    const [, field = "", operator = "eq"] = /^([A-Za-z.]+)(?:\[([a-z]+)\])?$/.exec(key) ?? [];
    const values = query.getAll(key);
    conditions.push(condition(field, values.length > 1 ? "in" : operator, values, fields));
  }
  const [criteria, cond, value] = TRIPLE.map((name) =>
    (query.get(name) ?? "").split(",").filter((part) => part !== ""),
  );
  criteria!.forEach((field, at) => {
    conditions.push(condition(field, cond![at] ?? "eq", [value![at] ?? ""], fields));
  });
  const dated = query.get("dateType") === "UPDATED" ? "dateUpdated" : "dateCreated";
  for (const [name, operator] of [
    ["startDate", "gte"],
    ["endDate", "lte"],
  ] as const) {
    const value = query.get(name);
    if (value !== null) conditions.push(condition(dated, operator, [value], fields));
  }
  const limit = Number(query.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new BadQuery(`"limit" must be 1 to ${MAX_LIMIT}`);
  return { conditions, startKey: query.get("startKey") || null, limit };
}

function condition(name: string, operator: string, given: string[], fields: readonly string[]): Condition {
  const field = name === "messageIds" ? "messageId" : name;
  if (!fields.includes(field)) throw new BadQuery(`"${name}" is not allowed`);
  const known = OPERATORS.find((one) => one === operator);
  if (!known) throw new BadQuery(`"${name}[${operator}]" is not allowed`);
  const values = given.flatMap((one) => (one.startsWith("[") ? listIn(one) : [one]));
  const isMany = name === "messageIds" || values.length > 1;
  const read = field.startsWith("date") || field === "scheduledDate" ? values.map(instantOf) : values;
  return { field, operator: known === "eq" && isMany ? "in" : known, values: read };
}

function listIn(text: string): string[] {
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    throw new BadQuery(`${text} is not a list`);
  }
}

/** Milliseconds since 1970, as digits. */
function instantOf(text: string): string {
  const ms = Date.parse(text);
  if (!Number.isFinite(ms)) throw new BadQuery(`"${text}" is not a valid date`);
  return String(ms);
}

const TESTS: Record<Operator, (mine: string, values: readonly string[]) => boolean> = {
  eq: (mine, [value]) => mine === value,
  ne: (mine, [value]) => mine !== value,
  in: (mine, values) => values.includes(mine),
  like: (mine, [value]) => mine.includes((value ?? "").replaceAll("%", "")),
  gt: (mine, [value]) => Number(mine) > Number(value),
  gte: (mine, [value]) => Number(mine) >= Number(value),
  lt: (mine, [value]) => Number(mine) < Number(value),
  lte: (mine, [value]) => Number(mine) <= Number(value),
};

/** Whether a thing whose fields `read` gives meets every condition. Numbers and instants compare as numbers. */
export const meets = (conditions: readonly Condition[], read: (field: string) => string): boolean =>
  conditions.every(({ field, operator, values }) => TESTS[operator](read(field), values));

export type Page<T> = { items: T[]; nextKey: string | null };

/** One page of what `candidates` offers in order, from the thing named `startKey` on. */
export function pageOf<T>(
  candidates: Iterable<T>,
  { startKey, limit }: Pick<Filter, "startKey" | "limit">,
  keyOf: (one: T) => string,
  wanted: (one: T) => boolean,
): Page<T> {
  const items: T[] = [];
  let begun = startKey === null;
  for (const one of candidates) {
    if (!begun && keyOf(one) === startKey) begun = true;
    if (!begun || !wanted(one)) continue;
    if (items.length === limit) return { items, nextKey: keyOf(one) };
    items.push(one);
  }
  return { items, nextKey: null };
}
