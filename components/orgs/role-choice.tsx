"use client";
import { Lock } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { Role } from "@/db/enums";

const CARD = "flex items-start gap-2.5 rounded-md border px-3 py-2.5 text-sm";

type Props = {
  /** Spread on each radio: react-hook-form's register. */
  radio: Omit<ComponentProps<"input">, "type" | "value">;
  /** Role of an organisation at the top carries more. */
  isHq: boolean;
  disabled?: boolean;
  error?: string | undefined;
};

/** What each role may do, as cards of one choice. The one that can't be given stays and says why. */
export function RoleChoice({ radio, isHq, disabled = false, error }: Props) {
  const t = useTranslations("orgs.person");
  const choices: { role: Role; title: string; help: string }[] = [
    { role: "viewer", title: t("viewer"), help: t("viewerHelp") },
    { role: "operator", title: t("operator"), help: t("operatorHelp") },
    isHq
      ? { role: "admin", title: t("hqAdmin"), help: t("hqAdminHelp") }
      : { role: "admin", title: t("admin"), help: t("adminHelp") },
  ];
  return (
    <fieldset className="grid gap-1.5" aria-describedby={error ? "role-error" : undefined}>
      <legend className="mb-1.5 font-medium text-sm">
        {t("role")}
        <span className="ms-1.5 font-normal text-ink-3">{disabled ? t("ownRole") : t("roleNote")}</span>
      </legend>
      {choices.map(({ role, title, help }) => (
        <label
          key={role}
          className={cn(
            CARD,
            "border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-checked:shadow-[inset_0_0_0_1px_var(--accent)] has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 has-disabled:cursor-default",
          )}
        >
          <input
            {...radio}
            type="radio"
            value={role}
            disabled={disabled}
            className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none"
          />
          <span>
            <b className="font-semibold">{title}</b>
            <small className="block text-ink-2 text-xs">{help}</small>
          </span>
        </label>
      ))}
      {!isHq && (
        <p className={cn(CARD, "border-line bg-sunken text-ink-2")}>
          <Lock className="mt-0.5 size-4 shrink-0 text-ink-3" aria-hidden />
          <span>
            <span className="font-medium">{t("hqAdmin")}</span>
            <small className="block text-xs">{t("hqOnly")}</small>
          </span>
        </p>
      )}
      {error && (
        <p id="role-error" className="text-failed text-xs">
          {error}
        </p>
      )}
    </fieldset>
  );
}
