import type { CodeKind } from "@/lib/diagnosis/codes-book";

/** Where the dictionary explains a code. */
export const codePath = (code: string, kind?: CodeKind): string =>
  `/diagnosis/codes?${new URLSearchParams({ code, ...(kind && { kind }) })}`;
