"use client";
import { useCallback } from "react";
import { useTranslations } from "use-intl";

/** Words for what a form holds as an error: a key of the `errors` area from the schema, or a sentence from the server. */
export function useSay(): (message: string | undefined) => string | undefined {
  const e = useTranslations("errors");
  return useCallback(
    (message) => {
      const key = message as Parameters<typeof e>[0] | undefined;
      return key && e.has(key) ? e(key) : message;
    },
    [e],
  );
}
