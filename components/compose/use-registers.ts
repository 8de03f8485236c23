"use client";
import { useRef } from "react";
import type { Path, RegisterOptions, UseFormReturn } from "react-hook-form";
import type { CleanValues, FormValues } from "./form-values";

type Form = UseFormReturn<FormValues, unknown, CleanValues>;
type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * `register` for a page that was drawn by the server: the field shows its value at once, and what someone typed before
 * this code arrived is kept instead of being set back.
 */
export function useRegisters(form: Form) {
  const met = useRef(new Set<string>());
  return <N extends Path<FormValues>>(name: N, options?: RegisterOptions<FormValues, N>) => {
    const { ref, ...rest } = form.register(name, options);
    const initial = String(form.formState.defaultValues?.[name as keyof FormValues] ?? "");
    return {
      ...rest,
      defaultValue: initial,
      ref: (field: Field | null) => {
        const typed = field?.value;
        ref(field);
        if (!field || typed === undefined || met.current.has(name)) return;
        met.current.add(name);
        const value = options?.valueAsNumber ? Number(typed) : typed;
        if (typed !== initial) form.setValue(name, value as never, { shouldDirty: true });
      },
    };
  };
}
