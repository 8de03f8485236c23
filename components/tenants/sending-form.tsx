"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { CircleX } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import * as z from "zod/mini";
import { ApiError, api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { useSay } from "@/components/query/use-say";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { Card, CardBody, CardFoot, CardHead } from "@/components/ui/surface";
import { Switch } from "@/components/ui/switch";
import { tenantFields } from "@/lib/tenants/input-schema";
import type { TenantDto } from "@/lib/tenants/queries";
import { hyphenate } from "@/lib/transports/phone-number";
import { useTenantCall } from "./use-tenant-call";

const { messagingSender, messagingIsActive, adSenderName, optOutNumber, kakaoPfId } = tenantFields;
const SendingForm = z.strictObject({ messagingSender, messagingIsActive, adSenderName, optOutNumber, kakaoPfId });
const FIELDS = ["messagingSender", "adSenderName", "optOutNumber", "kakaoPfId"] as const;
const orNull = (text: string) => text || null;

/** What a tenant sends with: its switch, its number, its channel, and what an advertisement needs. */
export function SendingCard({ tenant, mayWrite }: { tenant: TenantDto; mayWrite: boolean }) {
  const t = useTranslations("tenants.sending");
  const c = useTranslations("common");
  const failure = useFailure();
  const say = useSay();
  const router = useRouter();
  const [general, setGeneral] = useState<string | null>(null);
  const stored = {
    messagingSender: tenant.messagingSender ?? "",
    messagingIsActive: tenant.messagingIsActive,
    adSenderName: tenant.adSenderName ?? "",
    optOutNumber: tenant.optOutNumber ? hyphenate(tenant.optOutNumber) : "",
    kakaoPfId: tenant.kakaoPfId ?? "",
  };
  const { register, control, formState, setError, handleSubmit, watch, reset } = useForm({
    resolver: zodResolver(SendingForm),
    values: stored,
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty } = formState;
  const save = useTenantCall(
    (body: z.output<typeof SendingForm>) =>
      api<TenantDto>(`/api/tenants/${tenant.id}`, { method: "PUT", body: { ...body, version: tenant.version } }),
    () => t("saved"),
  );
  const submit = handleSubmit(async (input) => {
    setGeneral(null);
    try {
      await save.mutateAsync(input);
      reset(undefined, { keepValues: true });
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        setGeneral(t("conflict"));
        router.refresh();
        return;
      }
      const answer = failure(error, FIELDS);
      for (const name of FIELDS)
        if (answer.fields[name]) setError(name, { message: answer.fields[name] }, { shouldFocus: true });
      setGeneral(answer.general);
    }
  });
  const usable = tenant.senders.filter(({ status }) => status === "verified");
  const isActive = watch("messagingIsActive");
  const lock = mayWrite ? {} : { disabled: true };
  return (
    <Card aria-labelledby="sending">
      <CardHead id="sending" title={t("heading")}>
        <span className="text-ink-2">{t("active")}</span>
        <Controller
          control={control}
          name="messagingIsActive"
          render={({ field }) => (
            <Switch
              label={t("active")}
              checked={field.value}
              onChange={field.onChange}
              {...(!mayWrite && { reason: t("adminOnly") })}
            />
          )}
        />
      </CardHead>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <CardBody className="grid gap-5">
          {general && <Note role="alert" family="is-failed" icon={<CircleX />} title={general} />}
          <p className="text-ink-2 text-sm">{t(isActive ? "activeOn" : "activeOff")}</p>
          <Field
            label={t("sender")}
            error={say(errors.messagingSender?.message)}
            help={usable.length > 0 ? t("senderHelp") : t("senderEmpty")}
            end={
              <Link href="/settings/messaging/senders" className="link">
                {t("toSenders")}
              </Link>
            }
          >
            {(wires) => (
              <Select {...wires} {...lock} {...register("messagingSender", { setValueAs: orNull })}>
                <option value="">{t("senderNone")}</option>
                {usable.map(({ id, number, label }) => (
                  <option key={id} value={number}>
                    {hyphenate(number)}
                    {label && ` · ${label}`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <fieldset className="grid gap-4 border-line border-t pt-4">
            <legend className="float-left mb-3 font-semibold text-base">
              {t("adHeading")} <small className="font-normal text-ink-3 text-xs">{t("adNote")}</small>
            </legend>
            <div className="clear-both grid gap-4 md:grid-cols-2">
              <Field
                label={t("adName")}
                note={c("optional")}
                help={t("adNameHelp")}
                error={say(errors.adSenderName?.message)}
              >
                {(wires) => <Input {...wires} {...lock} {...register("adSenderName")} autoComplete="off" />}
              </Field>
              <Field
                label={t("optOut")}
                note={c("optional")}
                help={t("optOutHelp")}
                error={say(errors.optOutNumber?.message)}
              >
                {(wires) => (
                  <Input
                    {...wires}
                    {...lock}
                    {...register("optOutNumber")}
                    inputMode="tel"
                    autoComplete="off"
                    placeholder="080-000-0000"
                  />
                )}
              </Field>
            </div>
          </fieldset>
          <fieldset className="border-line border-t pt-4">
            <legend className="float-left mb-3 font-semibold text-base">{t("kakaoHeading")}</legend>
            <Field
              label={t("pfId")}
              note={c("optional")}
              help={t("pfIdHelp")}
              error={say(errors.kakaoPfId?.message)}
              className="clear-both"
            >
              {(wires) => (
                <Input {...wires} {...lock} {...register("kakaoPfId")} autoComplete="off" spellCheck={false} />
              )}
            </Field>
          </fieldset>
        </CardBody>
        <CardFoot className="flex justify-end">
          <Button
            variant="primary"
            type="submit"
            busy={save.isPending}
            {...(!mayWrite ? { reason: t("adminOnly") } : !isDirty && { reason: t("unchanged") })}
          >
            {c("save")}
          </Button>
        </CardFoot>
      </form>
    </Card>
  );
}
