"use client";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useFailure } from "@/components/query/use-failure";
import { Field, FieldGroup } from "@/components/ui/field";
import { FormModal } from "@/components/ui/form-modal";
import { Note } from "@/components/ui/note";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import type { ScanBody } from "./use-scan";

type Props = {
  /** Begins, and throws where it may not. */
  onStart: (body: ScanBody) => Promise<void>;
  onClose: () => void;
};

/** Codes as people write or paste them: by lines, commas or blanks, each once. */
export const codesOf = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

/** Whom to look at, and in what portions what is found would be cleaned up. */
export function ScanDialog({ onStart, onClose }: Props) {
  const t = useTranslations("imageSync.scan");
  const failure = useFailure();
  const [whom, setWhom] = useState<"all" | "some">("all");
  const [text, setText] = useState("");
  const [batch, setBatch] = useState<"10" | "5">("10");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ codes: string | null; general: string | null }>({ codes: null, general: null });
  const codes = codesOf(text);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (whom === "some" && codes.length === 0) return setWrong({ codes: t("needCodes"), general: null });
    setBusy(true);
    try {
      await onStart({ scope: whom === "some" ? { customerCodes: codes } : {}, batchSize: batch === "5" ? 5 : 10 });
    } catch (error) {
      const { fields, general } = failure(error, ["scope", "customerCodes"]);
      setWrong({ codes: fields.scope ?? fields.customerCodes ?? null, general });
      setBusy(false);
    }
  };
  return (
    <FormModal
      title={t("title")}
      description={t("lede")}
      submitLabel={t("start")}
      busy={busy}
      problem={wrong.general}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      <FieldGroup label={t("whom")}>
        <RadioGroup
          cards
          value={whom}
          onChange={setWhom}
          options={[
            { value: "all", label: t("all"), note: t("allNote") },
            { value: "some", label: t("some"), note: t("someNote") },
          ]}
        />
      </FieldGroup>
      {whom === "some" && (
        <Field label={t("codes")} note={t("codesCount", { count: codes.length })} error={wrong.codes} required>
          {(wires) => (
            <Textarea
              {...wires}
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={t("codesExample")}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      )}
      <FieldGroup label={t("batch")} help={t("batchHelp")}>
        <RadioGroup
          cards
          columns={2}
          value={batch}
          onChange={setBatch}
          options={[
            { value: "10", label: t("ten"), note: t("tenNote") },
            { value: "5", label: t("five"), note: t("fiveNote") },
          ]}
        />
      </FieldGroup>
      <Note>{t("harmless")}</Note>
    </FormModal>
  );
}
