"use client";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { ApiError } from "./api-client";

/** Turns whatever was caught into a sentence for a person: the API's own words, or that it wasn't reached. */
export function useSayError(): (error: unknown) => string {
  const t = useTranslations("common");
  return useCallback(
    (error) => {
      if (!(error instanceof ApiError)) return t("failedWhy");
      if (error.status === 0) return t("offline");
      return error.message || t("failedWhy");
    },
    [t],
  );
}
