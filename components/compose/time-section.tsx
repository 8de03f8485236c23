"use client";
import { ChevronRight } from "lucide-react";
import { Controller, type UseFormReturn, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { DatePicker } from "@/components/ui/date-picker";
import { Field, FieldGroup } from "@/components/ui/field";
import { Segment } from "@/components/ui/segment";
import { TimePicker } from "@/components/ui/time-picker";
import { WeekdayPicker } from "@/components/ui/weekday-picker";
import { CATCH_UP_MAX_MINUTES, CATCH_UP_MIN_MINUTES } from "@/lib/schedules/schema";
import { Block } from "./block";
import { NumberField } from "./content-section";
import type { CleanValues, FormValues } from "./form-values";

type Props = {
  form: UseFormReturn<FormValues, unknown, CleanValues>;
  errorOf: (field: keyof FormValues) => string | undefined;
  today: string;
  locked: boolean;
};

/** When it goes out (S2-49…S2-54), in Korean wall time. */
export function TimeSection({ form, errorOf, today, locked }: Props) {
  const t = useTranslations("compose");
  const { control } = form;
  const type = useWatch({ control, name: "scheduleType" });
  const types = (["once", "daily", "weekly"] as const).map((value) => ({ value, label: t(`time.${value}`) }));
  return (
    <Block
      id="step-time"
      title={t("time.heading")}
      end={
        <Controller
          control={control}
          name="scheduleType"
          render={({ field }) => (
            <Segment
              label={t("time.repeat")}
              value={field.value}
              options={types}
              onChange={field.onChange}
              disabled={locked}
            />
          )}
        />
      }
    >
      <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
        {type === "once" && (
          <Controller
            control={control}
            name="scheduleDate"
            render={({ field }) => (
              <Field label={t("time.date")} required error={errorOf("scheduleDate")} className="w-44 max-md:w-full">
                {(wires) => (
                  <DatePicker
                    {...wires}
                    value={field.value ?? null}
                    onChange={field.onChange}
                    onBlur={field.onBlur}
                    today={today}
                    disabled={locked}
                  />
                )}
              </Field>
            )}
          />
        )}
        {type === "weekly" && (
          <Controller
            control={control}
            name="scheduleWeekdays"
            render={({ field }) => (
              <FieldGroup label={t("time.weekdays")} error={errorOf("scheduleWeekdays")} className="max-md:w-full">
                <WeekdayPicker value={field.value ?? []} onChange={field.onChange} disabled={locked} />
              </FieldGroup>
            )}
          />
        )}
        <Controller
          control={control}
          name="scheduleTime"
          render={({ field }) => (
            <Field label={t("time.at")} required error={errorOf("scheduleTime")} className="w-36">
              {(wires) => (
                <TimePicker
                  {...wires}
                  value={field.value || null}
                  onChange={(value) => field.onChange(value ?? "")}
                  onBlur={field.onBlur}
                  disabled={locked}
                />
              )}
            </Field>
          )}
        />
      </div>
      <FieldGroup label={t("time.validity")} note={t("time.validityHint")}>
        <div className="grid grid-cols-2 gap-4 max-lg:grid-cols-1">
          {(["validFrom", "validUntil"] as const).map((name) => (
            <Controller
              key={name}
              control={control}
              name={name}
              render={({ field }) => (
                <Bound
                  name={name}
                  value={field.value}
                  onChange={field.onChange}
                  error={errorOf(name)}
                  today={today}
                  locked={locked}
                />
              )}
            />
          ))}
        </div>
      </FieldGroup>
      <details className="group">
        <summary className="inline-flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded-sm font-medium text-ink-2 text-sm touch:min-h-11">
          <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden />
          {t("more.heading")}
        </summary>
        <div className="mt-3 grid grid-cols-3 items-start gap-4 max-md:grid-cols-1">
          <Controller
            control={control}
            name="status"
            render={({ field }) => (
              <FieldGroup label={t("more.status")}>
                <Segment
                  label={t("more.status")}
                  value={field.value ?? "active"}
                  options={[
                    { value: "active", label: t("more.active") },
                    { value: "inactive", label: t("more.inactive") },
                  ]}
                  onChange={field.onChange}
                  disabled={locked}
                />
              </FieldGroup>
            )}
          />
          <NumberField
            form={form}
            name="priority"
            label={t("more.priority")}
            help={t("more.priorityHint")}
            error={errorOf("priority")}
            min={1}
            max={9}
            step={1}
            locked={locked}
          />
          <NumberField
            form={form}
            name="catchUpMinutes"
            label={t("more.catchUp")}
            unit={t("more.minutes")}
            help={t("more.catchUpHint")}
            error={errorOf("catchUpMinutes")}
            min={CATCH_UP_MIN_MINUTES}
            max={CATCH_UP_MAX_MINUTES}
            step={1}
            locked={locked}
          />
        </div>
      </details>
    </Block>
  );
}

type BoundProps = {
  name: "validFrom" | "validUntil";
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  today: string;
  locked: boolean;
};

/** One end of the validity: a day and a time of day, kept together as `YYYY-MM-DDTHH:mm`. */
function Bound({ name, value, onChange, error, today, locked }: BoundProps) {
  const t = useTranslations("compose.time");
  const [date = "", time = ""] = value.split("T");
  const join = (d: string, h: string) => onChange(d === "" && h === "" ? "" : `${d}T${h}`);
  const label = name === "validFrom" ? t("from") : t("until");
  return (
    <Field label={label} required error={error}>
      {(wires) => (
        <div className="grid grid-cols-[minmax(0,1fr)_132px] gap-2">
          <DatePicker
            {...wires}
            value={date || null}
            onChange={(next) => join(next ?? "", time)}
            today={today}
            disabled={locked}
          />
          <TimePicker
            aria-label={t("boundAt", { bound: label })}
            value={time || null}
            onChange={(next) => join(date, next ?? "")}
            disabled={locked}
          />
        </div>
      )}
    </Field>
  );
}
