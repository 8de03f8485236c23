"use client";
import type { FieldError, FieldValues, Path, UseFormSetError } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";

/** The sentence of a field's error: the schema names a key of the errors catalogue, the server says it whole. */
export function useFieldSay() {
  const t = useTranslations("errors");
  return (error: FieldError | undefined): string | undefined => {
    if (!error?.message) return undefined;
    return error.type === "server" ? error.message : t(error.message as Parameters<typeof t>[0]);
  };
}

/**
 * Puts what the server found wrong at the fields it names.
 * @returns what belongs to no field of the form, to be said above it
 */
export function takeServerErrors<V extends FieldValues>(
  error: unknown,
  fields: readonly string[],
  setError: UseFormSetError<V>,
): string | null {
  if (!(error instanceof ApiError)) return "";
  const known = error.issues.filter(({ path }) => fields.includes(String(path[0])));
  for (const [i, { path, message }] of known.entries())
    setError(path.join(".") as Path<V>, { type: "server", message }, { shouldFocus: i === 0 });
  return known.length > 0 ? null : error.message;
}
