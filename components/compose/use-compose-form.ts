"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ScheduleInput } from "@/lib/schedules/schema";
import type { CleanValues, FormValues } from "./form-values";
import type { StoredImage } from "./upload/upload-list";
import { useImageUploads } from "./upload/use-image-uploads";

export type InitialImages = { 1: readonly StoredImage[]; 2: readonly StoredImage[] };

/** The form of one schedule: react-hook-form on the route's own schema, with the stored pictures' keys kept in step. */
export function useComposeForm(initial: FormValues, images: InitialImages) {
  const form = useForm<FormValues, unknown, CleanValues>({
    defaultValues: initial,
    resolver: zodResolver(ScheduleInput),
    mode: "onTouched",
    // Fields that are no inputs have no place in its order; the first wrong one on the page gets the focus instead.
    shouldFocusError: false,
  });
  const uploads = useImageUploads({ initial: images });
  const [promoted, setPromoted] = useState(false);
  const t = useTranslations("compose.images");

  const { setValue, getValues, formState } = form;
  const [keys1, keys2] = [uploads.keys[1], uploads.keys[2]];
  const submitted = formState.isSubmitted;
  useEffect(() => {
    const changed = (a: readonly string[] | undefined, b: readonly string[]) =>
      JSON.stringify(a ?? []) !== JSON.stringify(b);
    const set = (field: "messageImages1" | "messageImages2", keys: readonly string[]) => {
      if (changed(getValues(field), keys)) setValue(field, [...keys], { shouldDirty: true, shouldValidate: submitted });
    };
    set("messageImages1", keys1);
    set("messageImages2", keys2);
  }, [keys1, keys2, setValue, getValues, submitted]);

  /** Pictures only in group 2 move to group 1 before saving, and the form says so (rulings 36). */
  function promoteGroups(): boolean {
    const lonely = uploads.inGroup(1).length === 0 && uploads.inGroup(2).length > 0;
    if (lonely) uploads.moveAll(2, 1);
    setPromoted(lonely);
    return lonely;
  }

  return { form, uploads, promoteGroups, promoted: promoted ? t("promoted") : null };
}
