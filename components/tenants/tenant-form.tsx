"use client";
import { CircleX } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Modal } from "@/components/ui/overlay";
import { SearchSelect } from "@/components/ui/search-select";
import { josa } from "@/lib/i18n/josa";
import type { TenantDto } from "@/lib/tenants/queries";
import type { Payer } from "./add-tenant";
import { useTenantCall } from "./use-tenant-call";

/** Lets an organisation pay for itself; then its own page opens, where credit and numbers come next. */
export function TenantForm({ payers, onClose }: { payers: readonly Payer[]; onClose: () => void }) {
  const t = useTranslations("tenants.form");
  const w = useTranslations("tenants");
  const c = useTranslations("common");
  const failure = useFailure();
  const router = useRouter();
  const formId = useId();
  const [orgId, setOrgId] = useState<number | null>(null);
  const [code, setCode] = useState("");
  const [price, setPrice] = useState("");
  const [refused, setRefused] = useState<ReturnType<typeof failure>>({ fields: {}, general: null });
  const add = useTenantCall(
    (body: object) => api<TenantDto>("/api/tenants", { method: "POST", body }),
    ({ orgName }) => josa(t("added", { org: orgName })),
  );
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const prices = price.trim() ? { prices: { sms: price.replaceAll(",", "").trim() } } : {};
      const made = await add.mutateAsync({ ...(orgId !== null && { orgId }), code, ...prices });
      onClose();
      router.push(`/settings/messaging/${made.id}`);
    } catch (error) {
      const answer = failure(error, ["orgId", "code"]);
      const ofPrice = error instanceof ApiError ? error.issues.find(({ path }) => path[0] === "prices") : undefined;
      setRefused(ofPrice ? { fields: { ...answer.fields, price: ofPrice.message }, general: null } : answer);
    }
  }
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("lede")}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            {c("cancel")}
          </Button>
          <Button variant="primary" type="submit" form={formId} busy={add.isPending}>
            {t("submit")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5 pt-1">
        {refused.general && <Note role="alert" family="is-failed" icon={<CircleX />} title={refused.general} />}
        <Field label={t("org")} required error={refused.fields.orgId}>
          {(wires) => (
            <SearchSelect
              {...wires}
              label={t("org")}
              value={orgId === null ? null : String(orgId)}
              options={payers.map(({ id, name, code: orgCode }) => ({
                value: String(id),
                label: name,
                keywords: orgCode,
              }))}
              onChange={(value) => {
                setOrgId(Number(value));
                // What it is called there is a good guess, unless somebody wrote another one.
                const known = payers.map((payer) => payer.code);
                if (code === "" || known.includes(code))
                  setCode(payers.find(({ id }) => id === Number(value))?.code ?? "");
              }}
            />
          )}
        </Field>
        <Field label={t("code")} required help={t("codeHelp")} error={refused.fields.code}>
          {(wires) => (
            <Input
              {...wires}
              value={code}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("price")} note={c("optional")} help={t("priceHelp")} error={refused.fields.price}>
          {(wires) => (
            <Input
              {...wires}
              value={price}
              inputMode="decimal"
              autoComplete="off"
              unit={w("won", { amount: "" })}
              onChange={(event) => setPrice(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Modal>
  );
}
