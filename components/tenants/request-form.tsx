"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { useSay } from "@/components/query/use-say";
import { Field } from "@/components/ui/field";
import { FormModal } from "@/components/ui/form-modal";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SenderInput } from "@/lib/tenants/input-schema";
import type { TenantDto } from "@/lib/tenants/queries";
import { hyphenate } from "@/lib/transports/phone-number";
import { useTenantCall } from "./use-tenant-call";

const FIELDS = ["number", "label"] as const;

/** Asks headquarters to let an organisation send from a number. */
export function RequestForm({ tenants, onClose }: { tenants: readonly TenantDto[]; onClose: () => void }) {
  const t = useTranslations("senders");
  const c = useTranslations("common");
  const failure = useFailure();
  const say = useSay();
  const [tenantId, setTenantId] = useState(tenants[0]?.id ?? 0);
  const [general, setGeneral] = useState<string | null>(null);
  const { register, handleSubmit, setError, setValue, formState } = useForm({
    resolver: zodResolver(SenderInput),
    defaultValues: { number: "", label: "" },
  });
  const send = useTenantCall(
    (body: { number: string; label: string | null }) =>
      api<TenantDto>(`/api/tenants/${tenantId}/senders`, { method: "POST", body }),
    (_, { number }) => t("requested", { number: hyphenate(number) }),
  );
  const submit = handleSubmit(async (input) => {
    setGeneral(null);
    try {
      await send.mutateAsync(input);
      onClose();
    } catch (error) {
      const answer = failure(error, FIELDS);
      for (const name of FIELDS)
        if (answer.fields[name]) setError(name, { message: answer.fields[name] }, { shouldFocus: true });
      setGeneral(answer.general);
    }
  });
  return (
    <FormModal
      title={t("form.title")}
      description={t("form.lede")}
      submitLabel={t("form.submit")}
      busy={send.isPending}
      problem={general}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      {tenants.length > 1 && (
        <Field label={t("form.tenant")} required>
          {(wires) => (
            <Select {...wires} value={tenantId} onChange={(event) => setTenantId(Number(event.target.value))}>
              {tenants.map(({ id, orgName }) => (
                <option key={id} value={id}>
                  {orgName}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field
        label={t("form.number")}
        required
        help={t("form.numberHelp")}
        error={say(formState.errors.number?.message)}
      >
        {(wires) => (
          <Input
            {...wires}
            {...register("number", {
              onBlur: (event: { target: { value: string } }) => {
                const digits = event.target.value.replace(/\D/g, "");
                if (digits.length >= 8) setValue("number", hyphenate(digits));
              },
            })}
            inputMode="tel"
            autoComplete="off"
            placeholder="02-000-0000"
          />
        )}
      </Field>
      <Field
        label={t("form.label")}
        note={c("optional")}
        help={t("form.labelHelp")}
        error={say(formState.errors.label?.message)}
      >
        {(wires) => <Input {...wires} {...register("label")} autoComplete="off" />}
      </Field>
    </FormModal>
  );
}
