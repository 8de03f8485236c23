"use client";
import { CircleX } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { DatePicker } from "@/components/ui/date-picker";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Modal } from "@/components/ui/overlay";
import type { SenderStatus } from "@/db/enums";
import { josa } from "@/lib/i18n/josa";
import type { TenantDto } from "@/lib/tenants/queries";
import { instantOf, kstDate, parseDate } from "@/lib/time/kst";
import { hyphenate } from "@/lib/transports/phone-number";
import type { Deciding } from "./senders-screen";
import { useTenantCall } from "./use-tenant-call";

const BECOMES = { verify: "verified", reject: "rejected", revoke: "revoked" } as const satisfies Record<
  Deciding["step"],
  SenderStatus
>;

/** The last moment of a Korean day, as its numbers run out. */
const endOf = (date: string): string | null => {
  const day = parseDate(date);
  return day === null ? null : new Date(instantOf(day + 1).getTime() - 1).toISOString();
};

/** Headquarters verifies a number until a day, or refuses it with a reason. */
export function DecideForm({ sender, step, today, onClose }: Deciding & { today: string; onClose: () => void }) {
  const t = useTranslations("senders");
  const c = useTranslations("common");
  const failure = useFailure();
  const formId = useId();
  const number = hyphenate(sender.number);
  const [until, setUntil] = useState<string | null>(sender.expiresAt ? kstDate(new Date(sender.expiresAt)) : null);
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<ReturnType<typeof failure>>({ fields: {}, general: null });
  const status = BECOMES[step];
  const isVerify = step === "verify";
  const send = useTenantCall(
    (body: object) => api<TenantDto>(`/api/tenants/${sender.tenant.id}/senders/${sender.id}`, { method: "PUT", body }),
    () => josa(t(status, { number })),
  );
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      await send.mutateAsync({
        status,
        ...(isVerify ? { expiresAt: until === null ? null : endOf(until) } : { reason: reason.trim() || null }),
      });
      onClose();
    } catch (error) {
      setRefused(failure(error, ["reason", "expiresAt"]));
    }
  }
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={josa(t(`decide.${step}Title`, { number }))}
      description={josa(t(`decide.${step}Lede`, { org: sender.tenant.orgName }))}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            {c("cancel")}
          </Button>
          <Button variant={isVerify ? "primary" : "danger"} type="submit" form={formId} busy={send.isPending}>
            {t(step)}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5 pt-1">
        {refused.general && <Note role="alert" family="is-failed" icon={<CircleX />} title={refused.general} />}
        {isVerify ? (
          <Field
            label={t("decide.until")}
            note={c("optional")}
            help={t("decide.untilHelp")}
            error={refused.fields.expiresAt}
          >
            {(wires) => <DatePicker {...wires} value={until} onChange={setUntil} today={today} min={today} />}
          </Field>
        ) : (
          <Field label={t("decide.reason")} required help={t("decide.reasonHelp")} error={refused.fields.reason}>
            {(wires) => (
              <Input
                {...wires}
                value={reason}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
    </Modal>
  );
}
