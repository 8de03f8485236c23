"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { CircleX } from "lucide-react";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { takeServerErrors, useFieldSay } from "@/components/rooms/form-errors";
import { DatePicker } from "@/components/ui/date-picker";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { CustomerDto } from "@/lib/customers/customer-dto";
import { CustomerInput } from "@/lib/customers/input-schema";
import { kstDate } from "@/lib/time/kst";

export type FormOrg = { id: number; name: string; depth: number };
type Props = {
  id: string;
  customer: CustomerDto | null;
  orgs: readonly FormOrg[];
  /** Whose customer a new one is at first. */
  orgId: number;
  today: string;
  onSaved: (customer: CustomerDto) => void;
  onBusy: (busy: boolean) => void;
};
const FIELDS = ["orgId", "code", "name", "phone", "memo", "adConsent", "adConsentAt", "adConsentVia", "nightConsent"];
const dayOf = (at: string | null | undefined) => (at ? kstDate(new Date(at)) : null);

/** The fields of a customer, new or stored; the same schema as the API. Its button stands wherever the form is put. */
export function CustomerForm({ id, customer, orgs, orgId, today, onSaved, onBusy }: Props) {
  const t = useTranslations("customers.form");
  const c = useTranslations("common");
  const say = useFieldSay();
  const [failure, setFailure] = useState<string | null>(null);
  const { register, control, formState, setError, watch, handleSubmit } = useForm({
    resolver: zodResolver(CustomerInput, undefined, { raw: true }),
    defaultValues: {
      orgId: customer?.orgId ?? orgId,
      name: customer?.name ?? "",
      phone: "",
      code: customer?.code ?? "",
      memo: customer?.memo ?? "",
      adConsent: customer?.adConsent ?? false,
      adConsentAt: dayOf(customer?.adConsentAt),
      adConsentVia: customer?.adConsentVia ?? "",
      nightConsent: customer?.nightConsent ?? false,
    },
  });
  const { errors } = formState;
  const submit = handleSubmit(async (values) => {
    setFailure(null);
    onBusy(true);
    const { phone, adConsentAt, ...rest } = values;
    // The day that was shown is the instant that is stored, unless another one was chosen.
    const isSameDay = adConsentAt === dayOf(customer?.adConsentAt);
    const body = { ...rest, ...(phone || !customer ? { phone } : {}), ...(isSameDay ? {} : { adConsentAt }) };
    try {
      onSaved(
        customer
          ? await api(`/api/customers/${customer.id}`, { method: "PUT", body: { ...body, version: customer.version } })
          : await api("/api/customers", { method: "POST", body }),
      );
    } catch (error) {
      const isRace = error instanceof ApiError && error.status === 409;
      const left = takeServerErrors(error, FIELDS, setError);
      if (left !== null) setFailure(isRace ? t("someoneElse") : left || c("offline"));
    } finally {
      onBusy(false);
    }
  });
  const consents = watch("adConsent");
  return (
    <form id={id} onSubmit={(event) => void submit(event)} noValidate className="grid gap-4 pt-1">
      {failure && (
        <Note family="is-failed" role="alert" icon={<CircleX />} title={t("failed")}>
          {failure}
        </Note>
      )}
      <Field label={t("name")} error={say(errors.name)} required>
        {(wires) => <Input {...wires} {...register("name")} autoComplete="off" />}
      </Field>
      <Field
        label={t("phone")}
        help={customer?.phone ? t("phoneKeep", { phone: customer.phone }) : t("phoneHelp")}
        error={say(errors.phone)}
      >
        {(wires) => (
          <Input {...wires} {...register("phone")} inputMode="tel" autoComplete="off" placeholder="010-0000-0000" />
        )}
      </Field>
      {orgs.length > 1 && (
        <Field label={t("org")} error={say(errors.orgId)} required>
          {(wires) => (
            <Select {...wires} {...register("orgId", { valueAsNumber: true })}>
              {orgs.map((org) => (
                <option key={org.id} value={org.id}>
                  {"\u00a0\u00a0".repeat(org.depth)}
                  {org.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <fieldset className="grid gap-3 border-line border-t pt-4">
        <legend className="sr-only">{t("consent")}</legend>
        <div aria-hidden>
          <p className="font-semibold">{t("consent")}</p>
          <p className="text-ink-3 text-xs">{t("consentHelp")}</p>
        </div>
        <Controller
          control={control}
          name="adConsent"
          render={({ field }) => (
            <SwitchLine label={t("adConsent")} checked={field.value ?? false} onChange={field.onChange} />
          )}
        />
        {consents && (
          <>
            <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
              <Field label={t("adConsentVia")} error={say(errors.adConsentVia)} required>
                {(wires) => <Input {...wires} {...register("adConsentVia")} placeholder={t("viaPlaceholder")} />}
              </Field>
              <Controller
                control={control}
                name="adConsentAt"
                render={({ field }) => (
                  <Field label={t("adConsentAt")} error={say(errors.adConsentAt)}>
                    {(wires) => (
                      <DatePicker {...wires} value={field.value ?? null} onChange={field.onChange} today={today} />
                    )}
                  </Field>
                )}
              />
            </div>
            <Controller
              control={control}
              name="nightConsent"
              render={({ field }) => (
                <SwitchLine label={t("nightConsent")} checked={field.value ?? false} onChange={field.onChange} />
              )}
            />
          </>
        )}
      </fieldset>
      <fieldset className="grid gap-4 border-line border-t pt-4">
        <legend className="sr-only">{t("memo")}</legend>
        <Field label={t("memo")} note={t("optional")} error={say(errors.memo)}>
          {(wires) => <Input {...wires} {...register("memo")} autoComplete="off" />}
        </Field>
        <Field label={t("code")} note={t("optional")} help={t("codeHelp")} error={say(errors.code)}>
          {(wires) => <Input {...wires} {...register("code")} autoComplete="off" spellCheck={false} />}
        </Field>
      </fieldset>
    </form>
  );
}

type LineProps = { label: string; checked: boolean; onChange: (on: boolean) => void };

const SwitchLine = ({ label, checked, onChange }: LineProps) => (
  <div className="flex items-center justify-between gap-4">
    <span className="font-medium text-sm">{label}</span>
    <Switch label={label} checked={checked} onChange={onChange} />
  </div>
);
