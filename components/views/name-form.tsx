"use client";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { VIEW_NAME_MAX } from "@/lib/views/lengths";

type Props = {
  label: string;
  help?: string;
  first?: string;
  submit: string;
  onSubmit: (name: string) => Promise<void>;
  onCancel?: () => void;
};

/** One name, kept with Enter; what is wrong with it is said below it. */
export function NameForm({ label, help, first = "", submit, onSubmit, onCancel }: Props) {
  const t = useTranslations("views");
  const say = useSayError();
  const [name, setName] = useState(first);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSubmit(name.trim());
      setName(first);
      setError(null);
    } catch (thrown) {
      const issue = thrown instanceof ApiError ? thrown.issues?.[0]?.message : undefined;
      setError(issue ?? say(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void keep(event)} className="grid gap-2">
      <Field label={label} help={help} error={error}>
        {(wires) => (
          <Input
            {...wires}
            autoFocus={onCancel !== undefined}
            value={name}
            maxLength={VIEW_NAME_MAX}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" busy={isBusy}>
          {submit}
        </Button>
        {onCancel && (
          <Button size="sm" onClick={onCancel}>
            {t("keepName")}
          </Button>
        )}
      </div>
    </form>
  );
}
