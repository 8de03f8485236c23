"use client";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { type Failure, failureOf } from "./form-failure";

/** Turns whatever an API call threw into words for a form. Needs the `errors` area. */
export function useFailure(): (error: unknown, known?: readonly string[]) => Failure {
  const c = useTranslations("common");
  const e = useTranslations("errors");
  return useCallback((error, known = []) => failureOf(error, known, c("offline"), e("internal")), [c, e]);
}
