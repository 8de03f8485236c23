"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Modal } from "@/components/ui/overlay";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";

type Props = {
  open: boolean;
  onClose: () => void;
  busy: boolean;
  problem: string | null;
  onSend: (phone: string) => void;
};

/** The same message to one's own phone first: through the same ledger, marked as a test, at the same price. */
export function TestSend({ open, onClose, busy, problem, onSend }: Props) {
  const t = useTranslations("messageCompose.test");
  const c = useTranslations("common");
  const [phone, setPhone] = useState("");
  const [tried, setTried] = useState(false);
  const isGood = normaliseKoreanNumber(phone).kind === "mobile";
  const send = () => (isGood ? onSend(phone) : setTried(true));
  return (
    <Modal
      open={open}
      onOpenChange={(next) => !next && !busy && onClose()}
      title={t("title")}
      description={t("text")}
      foot={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button variant="primary" busy={busy} onClick={send}>
            {t("send")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label={t("phone")} required error={tried && !isGood ? t("bad") : undefined}>
          {(wires) => (
            <Input
              {...wires}
              type="tel"
              autoComplete="tel"
              value={phone}
              placeholder="010-0000-0000"
              onChange={(event) => setPhone(event.target.value)}
              onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && send()}
            />
          )}
        </Field>
        {problem && (
          <Note family="is-failed" role="alert">
            {problem}
          </Note>
        )}
      </div>
    </Modal>
  );
}
