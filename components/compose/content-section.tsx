"use client";
import dynamic from "next/dynamic";
import { Controller, type UseFormReturn, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segment } from "@/components/ui/segment";
import { Skeleton } from "@/components/ui/states";
import { Textarea } from "@/components/ui/textarea";
import { sendOrders } from "@/db/enums";
import { textLength } from "@/lib/deliveries/text";
import { INTERVAL_MAX_SECONDS, MEDIA_WAIT_MAX_MS, TEXT_WARN } from "@/lib/schedules/schema";
import { Block } from "./block";
import type { CleanValues, FormValues } from "./form-values";
import type { ImageUploads } from "./upload/use-image-uploads";
import { useRegisters } from "./use-registers";

// Drag and drop is half the weight of this page and nobody needs it for the first paint.
const ImageGroups = dynamic(() => import("./image-groups").then((file) => file.ImageGroups), {
  ssr: false,
  loading: () => <GroupsSkeleton />,
});

function GroupsSkeleton() {
  const t = useTranslations("compose.images");
  return (
    <div role="status" aria-label={t("loading")} className="grid gap-3">
      <Skeleton className="h-[154px] rounded-xl" />
      <Skeleton className="h-[154px] rounded-xl" />
    </div>
  );
}

type Props = {
  form: UseFormReturn<FormValues, unknown, CleanValues>;
  uploads: ImageUploads;
  errorOf: (field: keyof FormValues) => string | undefined;
  promoted: string | null;
  locked: boolean;
};

/** What goes out: text, two ordered groups of images, and the pace between them (S2-44…S2-48, S2-55…S2-64). */
export function ContentSection({ form, uploads, errorOf, promoted, locked }: Props) {
  const t = useTranslations("compose");
  const register = useRegisters(form);
  const [text, order] = useWatch({ control: form.control, name: ["messageText", "sendOrder"] });
  const count = textLength(text ?? "");
  const total = uploads.items.length;
  return (
    <Block
      id="step-content"
      title={t("content.heading")}
      end={
        <Controller
          control={form.control}
          name="sendOrder"
          render={({ field }) => (
            <Segment
              label={t("content.order")}
              value={field.value ?? "text_first"}
              options={sendOrders.map((value) => ({ value, label: t(`content.${value}`) }))}
              onChange={field.onChange}
              disabled={locked}
            />
          )}
        />
      }
    >
      <Field
        label={t("text.label")}
        end={t("text.count", { count: count.toLocaleString() })}
        error={errorOf("messageText")}
        help={
          order === "images_only" && count > 0
            ? t("text.notSent")
            : count > TEXT_WARN
              ? t("text.long", { count: count.toLocaleString() })
              : undefined
        }
      >
        {(wires) => (
          <Textarea
            {...wires}
            {...register("messageText")}
            rows={11}
            readOnly={locked}
            className="min-h-[262px] max-md:min-h-[336px]"
          />
        )}
      </Field>
      <div className="grid gap-2">
        <div className="flex items-baseline justify-between gap-3">
          <p className="font-medium text-sm">
            {t("images.heading")} <span className="ms-1 font-normal text-ink-3">{t("images.hint")}</span>
          </p>
          {total > 0 && <span className="text-ink-3 text-xs">{t("images.total", { count: total })}</span>}
        </div>
        <ImageGroups
          uploads={uploads}
          locked={locked}
          errors={{ 1: errorOf("messageImages1"), 2: errorOf("messageImages2") }}
        />
        {promoted && (
          <p role="status" className="text-deferred text-sm">
            {promoted}
          </p>
        )}
      </div>
      <div className="grid grid-cols-3 items-start gap-4 max-md:grid-cols-1">
        <NumberField
          form={form}
          name="sendIntervalSeconds"
          label={t("waits.interval")}
          unit={t("waits.seconds")}
          max={INTERVAL_MAX_SECONDS}
          step={1}
          error={errorOf("sendIntervalSeconds")}
          locked={locked}
        />
        {([1, 2] as const).map((n) => (
          <NumberField
            key={n}
            form={form}
            name={`mediaWaitTime${n}`}
            label={t("waits.group", { n })}
            unit="ms"
            max={MEDIA_WAIT_MAX_MS}
            step={500}
            help={t("waits.auto")}
            error={errorOf(`mediaWaitTime${n}`)}
            locked={locked}
          />
        ))}
      </div>
    </Block>
  );
}

type NumberProps = {
  form: Props["form"];
  name: "sendIntervalSeconds" | "mediaWaitTime1" | "mediaWaitTime2" | "priority" | "catchUpMinutes";
  label: string;
  unit?: string;
  help?: string;
  error: string | undefined;
  max: number;
  min?: number;
  step: number;
  locked: boolean;
};

/** A whole number with its unit. An empty field is no number, and the schema says so. */
export function NumberField({ form, name, label, unit, help, error, max, min = 0, step, locked }: NumberProps) {
  const register = useRegisters(form);
  return (
    <Field label={label} help={help} error={error}>
      {(wires) => (
        <Input
          {...wires}
          {...register(name, { valueAsNumber: true })}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          step={step}
          readOnly={locked}
          unit={unit}
        />
      )}
    </Field>
  );
}
