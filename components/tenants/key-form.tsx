"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { useSay } from "@/components/query/use-say";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormModal } from "@/components/ui/form-modal";
import { Input } from "@/components/ui/input";
import { KeyInput } from "@/lib/tenants/input-schema";
import type { TenantDto } from "@/lib/tenants/queries";
import { useTenantCall } from "./use-tenant-call";

const FIELDS = ["apiKey", "apiSecret"] as const;

/** Takes a key of Solapi's console; both fields begin empty, whatever is stored. */
export function KeyForm({ tenantId, onClose }: { tenantId: number; onClose: () => void }) {
  const t = useTranslations("tenants.connection");
  const c = useTranslations("common");
  const failure = useFailure();
  const say = useSay();
  const [general, setGeneral] = useState<string | null>(null);
  /** Null until the server has said that batches would be left behind in the present account. */
  const [evenSo, setEvenSo] = useState<boolean | null>(null);
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(KeyInput),
    defaultValues: { apiKey: "", apiSecret: "" },
  });
  const save = useTenantCall(
    (body: { apiKey: string; apiSecret: string; evenSo?: true }) =>
      api<TenantDto>(`/api/tenants/${tenantId}/key`, { method: "PUT", body }),
    () => t("saved"),
  );
  const submit = handleSubmit(async (input) => {
    setGeneral(null);
    try {
      await save.mutateAsync({ ...input, ...(evenSo && { evenSo }) });
      onClose();
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) setEvenSo(evenSo ?? false);
      const answer = failure(error, FIELDS);
      for (const name of FIELDS)
        if (answer.fields[name]) setError(name, { message: answer.fields[name] }, { shouldFocus: true });
      setGeneral(answer.general);
    }
  });
  return (
    <FormModal
      title={t("formTitle")}
      description={t("formLede")}
      submitLabel={c("save")}
      busy={save.isPending}
      problem={general}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      {FIELDS.map((name) => (
        <Field key={name} label={t(name)} required error={say(formState.errors[name]?.message)}>
          {(wires) => (
            <Input
              {...wires}
              {...register(name)}
              type={name === "apiSecret" ? "password" : "text"}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      ))}
      {evenSo !== null && (
        <Checkbox label={t("evenSo")} checked={evenSo} onChange={(event) => setEvenSo(event.target.checked)} />
      )}
    </FormModal>
  );
}
