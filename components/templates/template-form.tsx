"use client";
import { CircleX } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Sheet } from "@/components/ui/overlay";
import { Textarea } from "@/components/ui/textarea";
import { textLength } from "@/lib/deliveries/text";

export type TemplateDraft = { id: number | null; kind: "add" | "copy" | "edit"; name: string; body: string };

type Props = {
  draft: TemplateDraft;
  orgName: string;
  /** @throws what the API answered */
  onSave: (draft: TemplateDraft) => Promise<void>;
  onClose: () => void;
};

const NAME_MAX = 80;

/** Name and text of one template; what the server refuses stands at its field. */
export default function TemplateForm({ draft, orgName, onSave, onClose }: Props) {
  const t = useTranslations("templates.form");
  const c = useTranslations("common");
  const failure = useFailure();
  const formId = useId();
  const [name, setName] = useState(draft.name);
  const [body, setBody] = useState(draft.body);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ReturnType<typeof failure>>({ fields: {}, general: null });

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave({ ...draft, name, body });
      onClose();
    } catch (error) {
      const answer = failure(error, ["name", "body"]);
      setRefused(answer);
      const wrong = answer.fields.name ? "name" : answer.fields.body ? "body" : null;
      if (wrong) document.getElementById(`template-${wrong}`)?.focus();
    } finally {
      setBusy(false);
    }
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`${draft.kind}Title`)}
      description={t("lede", { org: orgName })}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            {c("cancel")}
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={busy}>
            {draft.kind === "edit" ? t("save") : t("add")}
          </Button>
        </>
      }
    >
      <form id={formId} method="post" noValidate onSubmit={(event) => void save(event)} className="grid gap-5">
        {refused.general && <Note role="alert" family="is-failed" icon={<CircleX />} title={refused.general} />}
        <Field id="template-name" label={t("name")} help={t("nameHelp")} required error={refused.fields.name}>
          {(wires) => (
            <Input
              {...wires}
              value={name}
              maxLength={NAME_MAX}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          id="template-body"
          label={t("body")}
          help={t("bodyHelp")}
          end={t("count", { count: textLength(body) })}
          required
          error={refused.fields.body}
        >
          {(wires) => (
            <Textarea
              {...wires}
              rows={12}
              value={body}
              onChange={(event) => setBody(event.target.value)}
              className="min-h-64"
            />
          )}
        </Field>
      </form>
    </Sheet>
  );
}
