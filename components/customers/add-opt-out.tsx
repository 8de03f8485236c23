"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Card, CardBody } from "@/components/ui/surface";
import { useToast } from "@/components/ui/toast";
import { NOTE_MAX } from "@/lib/customers/lengths";
import type { OptOutDto } from "@/lib/customers/opt-out-queries";

type Props = { tenantId: number; onAdded: () => void; onClose: () => void };

/** Writes down a number that refused, in its place above the list. */
export function AddOptOut({ tenantId, onAdded, onClose }: Props) {
  const t = useTranslations("customers.optOuts");
  const c = useTranslations("common");
  const say = useSayError();
  const toast = useToast();
  const [phone, setPhone] = useState("");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const add = useCall(() => api<OptOutDto>("/api/opt-outs", { method: "POST", body: { phone, note, tenantId } }));
  const submit = async () => {
    setWrong(null);
    try {
      const made = await add.mutateAsync(undefined);
      toast({ text: t("added", { phone: made.phone }), tone: "arrived" });
      setPhone("");
      setNote("");
      onAdded();
    } catch (error) {
      setWrong((error instanceof ApiError && error.issues[0]?.message) || say(error));
    }
  };
  return (
    <Card>
      <CardBody>
        <form
          aria-label={t("add")}
          className="flex flex-wrap items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Field label={t("phone")} error={wrong ?? undefined} required className="w-56 max-md:w-full">
            {(wires) => (
              <Input
                {...wires}
                inputMode="tel"
                placeholder="010-0000-0000"
                value={phone}
                onChange={(event) => setPhone(event.target.value)}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label={t("note")} className="min-w-56 flex-1 max-md:w-full">
            {(wires) => (
              <Input
                {...wires}
                placeholder={t("notePlaceholder")}
                value={note}
                maxLength={NOTE_MAX}
                onChange={(event) => setNote(event.target.value)}
                autoComplete="off"
              />
            )}
          </Field>
          <div className="flex gap-2 self-end">
            <Button variant="ghost" onClick={onClose}>
              {c("cancel")}
            </Button>
            <Button variant="primary" type="submit" busy={add.isPending}>
              {t("add")}
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
