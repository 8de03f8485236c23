import type { CodeKind } from "@/lib/diagnosis/codes-book";

/** Where the dictionary explains a code. */
export const codePath = (code: string, kind?: CodeKind): string =>
  `/diagnosis/codes?${new URLSearchParams({ code, ...(kind && { kind }) })}`;

/** Whose a code is that a verdict rests on: Solapi's of a result are figures, of a refused request names, the others are words of ours. */
export function codeKindOf(subject: "phone" | "room", code: string): CodeKind {
  if (subject === "room") return "room";
  if (/^\d/.test(code)) return "solapi";
  return /^[A-Z]/.test(code) ? "request" : "phone";
}
