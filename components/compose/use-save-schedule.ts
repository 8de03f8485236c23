"use client";
import { type FormEvent, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useLocale, useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { forget } from "@/components/query/kept";
import { queryKeys } from "@/components/query/query-keys";
import { useFailure } from "@/components/query/use-failure";
import { useToast } from "@/components/ui/toast";
import { type Merge, mergeVersions } from "@/lib/schedules/merge-versions";
import { ScheduleInput } from "@/lib/schedules/schema";
import { formatDateTime } from "@/lib/time/format";
import type { CleanValues, FormValues } from "./form-values";

type Answer = { nextSendAt: string | null };
export type Conflict = { merge: Merge; theirs: CleanValues; version: number; mine: CleanValues };
type Stored = { id: number; version: number; base: CleanValues } | null;
type Args = {
  form: UseFormReturn<FormValues, unknown, CleanValues>;
  stored: Stored;
  promoteGroups: () => boolean;
  onSaved: () => void;
};

export type Saving = ReturnType<typeof useSaveSchedule>;

/** Saves the form: refusals land at their fields, a lost race opens the comparison, a success says when it goes out. */
export function useSaveSchedule({ form, stored, promoteGroups, onSaved }: Args) {
  const t = useTranslations("compose.saved");
  const locale = useLocale();
  const toast = useToast();
  const failure = useFailure();
  const [busy, setBusy] = useState(false);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [general, setGeneral] = useState<string | null>(null);

  async function save(values: CleanValues, target: { id: number; version: number } | null): Promise<void> {
    setBusy(true);
    setGeneral(null);
    try {
      const answer = target
        ? await api<Answer>(`/api/schedules/${target.id}`, {
            method: "PUT",
            body: { ...values, version: target.version },
          })
        : await api<Answer>("/api/schedules", { method: "POST", body: values });
      // Lists kept from before don't hold it: what the server draws next is the truth.
      forget(queryKeys.all("schedules"));
      form.reset(values, { keepValues: true });
      setConflict(null);
      const when = answer.nextSendAt ? formatDateTime(new Date(answer.nextSendAt), locale) : null;
      toast({ text: target ? t("updated") : when ? t("created", { when }) : t("createdOff") });
      onSaved();
    } catch (error) {
      if (target && error instanceof ApiError && error.status === 409 && openConflict(error.current, values)) return;
      show(error);
    } finally {
      setBusy(false);
    }
  }

  function show(error: unknown): void {
    const { fields, general: rest } = failure(error, Object.keys(form.getValues()));
    for (const [field, message] of Object.entries(fields))
      form.setError(field as keyof FormValues, { type: "server", message });
    setGeneral(rest);
    if (Object.keys(fields).length > 0) focusFirstWrong();
  }

  /** False when the answer holds no version to compare with, e.g. because the schedule is gone. */
  function openConflict(current: unknown, mine: CleanValues): boolean {
    if (!stored || typeof current !== "object" || current === null || !("version" in current)) return false;
    const theirs = storedInput(current as Record<string, unknown>);
    if (!theirs) return false;
    setConflict({ merge: mergeVersions(stored.base, mine, theirs), theirs, version: Number(current.version), mine });
    return true;
  }

  return {
    busy,
    general,
    conflict,
    forgetConflict: () => setConflict(null),
    submit(event: FormEvent) {
      event.preventDefault();
      // Moved pictures reach the form's fields with the next render; the check has to see them there.
      if (promoteGroups()) setTimeout(run, 0);
      else run();
    },
    saveMerged: (merged: CleanValues) =>
      conflict && stored ? save(merged, { id: stored.id, version: conflict.version }) : Promise.resolve(),
    saveAsNew: () => (conflict ? save(conflict.mine, null) : Promise.resolve()),
  };

  function run(): void {
    void form.handleSubmit((values) => save(values, stored), focusFirstWrong)();
  }
}

const WRONG = "form :is([aria-invalid=true], [data-wrong] :is(input, button))";
/** Once the page shows what is wrong. */
const focusFirstWrong = () => void setTimeout(() => document.querySelector<HTMLElement>(WRONG)?.focus(), 0);

/** The fields of the form in a schedule as the API tells it. */
function storedInput(dto: Record<string, unknown>): CleanValues | null {
  const picked = Object.fromEntries(Object.keys(ScheduleInput.shape).map((field) => [field, dto[field]]));
  const status = dto.status === "active" ? "active" : "inactive";
  const parsed = ScheduleInput.safeParse({ ...picked, status });
  return parsed.success ? parsed.data : null;
}
