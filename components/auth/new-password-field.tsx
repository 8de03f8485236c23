"use client";
import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { passwordIssue } from "@/lib/access/password-policy";
import { PasswordInput } from "./password-input";

type Props = {
  id: string;
  label: string;
  /** What is typed so far. */
  value: string;
  /** What a stranger would guess about this person. */
  about: readonly string[];
  /** What the server or the form said; shown until the next key. */
  error?: string | undefined;
  large?: boolean;
} & Pick<ComponentProps<typeof PasswordInput>, "onChange" | "onBlur" | "name" | "ref">;

/** A new password, judged by the server's own rule while it is typed. */
export function NewPasswordField({ id, label, value, about, error, ...input }: Props) {
  const t = useTranslations("auth");
  const e = useTranslations("errors");
  const issue = value ? passwordIssue(value, about) : null;
  // Too short is no mistake while one is still typing.
  const shown = error ?? (issue && issue !== "passwordShort" ? e(issue) : undefined);
  return (
    <Field
      id={id}
      label={label}
      help={value && !issue ? t("passwordGood") : t("passwordHelp")}
      {...(shown && { error: shown })}
    >
      {(wires) => <PasswordInput {...wires} {...input} autoComplete="new-password" maxLength={300} />}
    </Field>
  );
}
