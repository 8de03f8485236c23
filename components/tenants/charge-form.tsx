"use client";
import { CircleX } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Modal } from "@/components/ui/overlay";
import { Segment } from "@/components/ui/segment";
import { moneyOf, moneyText, parseMoney, wonText } from "@/lib/tenants/money";
import type { TenantDto } from "@/lib/tenants/queries";
import { useTenantCall } from "./use-tenant-call";

type Kind = "charge" | "adjust";

/** Adds to a tenant's credit or corrects it. The same entry keeps its request number however often it is tried, so an answer that was lost charges once. */
export function ChargeForm({ tenant, onClose }: { tenant: TenantDto; onClose: () => void }) {
  const t = useTranslations("tenants.charge");
  const w = useTranslations("tenants");
  const c = useTranslations("common");
  const failure = useFailure();
  const formId = useId();
  const [kind, setKind] = useState<Kind>("charge");
  const [amount, setAmount] = useState("");
  const [note, setNote] = useState("");
  const tried = useRef({ what: "", requestId: "" });
  const [refused, setRefused] = useState<ReturnType<typeof failure>>({ fields: {}, general: null });
  const money = parseMoney(amount.replace(/[,\s원]/g, "").replace(/^[−–]/, "-"));
  const send = useTenantCall(
    (body: { kind: Kind; amount: string; note: string | null; requestId: string }) =>
      api<TenantDto>(`/api/tenants/${tenant.id}/credit`, { method: "POST", body }),
    (_, body) => t(body.kind === "charge" ? "done" : "doneAdjust", { amount: wonText(moneyOf(body.amount)) }),
  );
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const entry = { kind, amount: money === null ? amount : moneyText(money), note: note.trim() || null };
    const what = JSON.stringify(entry);
    if (tried.current.what !== what) tried.current = { what, requestId: crypto.randomUUID() };
    try {
      await send.mutateAsync({ ...entry, requestId: tried.current.requestId });
      onClose();
    } catch (error) {
      setRefused(failure(error, ["amount", "note"]));
    }
  }
  const shown = (column: string) => wonText(moneyOf(column));
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { org: tenant.orgName })}
      description={t("lede")}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            {c("cancel")}
          </Button>
          <Button variant="primary" type="submit" form={formId} busy={send.isPending}>
            {money ? t(kind === "charge" ? "submit" : "submitAdjust", { amount: wonText(money) }) : t("submitNone")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5 pt-1">
        {refused.general && <Note role="alert" family="is-failed" icon={<CircleX />} title={refused.general} />}
        <Segment
          label={t("kind")}
          value={kind}
          onChange={setKind}
          options={[
            { value: "charge", label: t("charge") },
            { value: "adjust", label: t("adjust") },
          ]}
        />
        <Field
          label={t("amount")}
          required
          error={refused.fields.amount}
          help={
            kind === "charge"
              ? t("amountHelp", { available: shown(tenant.creditAvailable) })
              : t("adjustHelp", { reserved: shown(tenant.creditReserved) })
          }
          end={money ? t("after", { amount: wonText(moneyOf(tenant.creditAvailable) + money) }) : undefined}
        >
          {(wires) => (
            <Input
              {...wires}
              value={amount}
              inputMode="decimal"
              autoComplete="off"
              autoFocus
              unit={w("won", { amount: "" })}
              onChange={(event) => setAmount(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t("note")}
          {...(kind === "charge" ? { note: c("optional") } : { required: true })}
          help={t(kind === "charge" ? "noteHelp" : "noteRequired")}
          error={refused.fields.note}
        >
          {(wires) => (
            <Input
              {...wires}
              value={note}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Modal>
  );
}
