import { ApiError } from "@/components/query/api-client";

export type Failure = {
  /** Sentence per field, in the reader's language. */
  fields: Record<string, string>;
  /** What to say where no field is to blame; null where one is. */
  general: string | null;
};

/** What an API refusal means for a form: words at the fields it has, one sentence for the rest. */
export function failureOf(error: unknown, known: readonly string[], offline: string, internal: string): Failure {
  if (!(error instanceof ApiError)) return { fields: {}, general: internal };
  if (error.status === 0) return { fields: {}, general: offline };
  const fields: Record<string, string> = {};
  const others: string[] = [];
  for (const { path, message } of error.issues) {
    const name = String(path[0] ?? "");
    if (known.includes(name)) fields[name] ??= message;
    else others.push(message);
  }
  const general = others[0] ?? (Object.keys(fields).length > 0 ? null : error.message || internal);
  return { fields, general };
}
