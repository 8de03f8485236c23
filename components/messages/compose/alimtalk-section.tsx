"use client";
import { BadgeCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { Block } from "@/components/compose/block";
import { Field } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { SearchSelect } from "@/components/ui/search-select";
import { Tag } from "@/components/ui/tag";
import type { AlimtalkChoice } from "./compose-types";
import type { Draft } from "./draft";
import { FallbackText } from "./fallback-text";

type Props = {
  draft: Draft;
  change: (to: Partial<Draft>) => void;
  templates: readonly AlimtalkChoice[];
  /** Blanks of the template that no column fills. */
  blanks: readonly string[];
  /** As its first recipient would read it. */
  text: string;
  locked: boolean;
};

/** A reviewed template; its words are Kakao's, only its blanks are ours. `both` adds the text for who can't be reached. */
export function AlimtalkSection({ draft, change, templates, blanks, text, locked }: Props) {
  const t = useTranslations("messageCompose.alimtalk");
  const chosen = templates.find((one) => one.id === draft.templateId);
  return (
    <Block id="step-text" title={t("heading")}>
      <Field label={t("template")} help={t("templateHelp")}>
        {(wires) => (
          <SearchSelect
            {...wires}
            label={t("template")}
            value={draft.templateId === null ? null : String(draft.templateId)}
            options={templates.map((one) => ({
              value: String(one.id),
              label: one.name,
              ...(one.status === "APPROVED" ? {} : { disabledReason: t("notApproved") }),
            }))}
            onChange={(value) => change({ templateId: Number(value) })}
            placeholder={t("pick")}
            emptyText={t("none")}
            disabled={locked}
          />
        )}
      </Field>
      {chosen && (
        <div className="grid gap-2 rounded-xl border border-line bg-sunken p-4 text-sm">
          <p className="flex items-center gap-1.5 text-ink-3 text-xs">
            <BadgeCheck className="size-3.5" aria-hidden />
            {t("reviewed")}
          </p>
          <p className="whitespace-pre-wrap">{chosen.body}</p>
          {chosen.variables.length > 0 && (
            <p className="flex flex-wrap gap-1.5">
              {chosen.variables.map((name) => (
                <Tag key={name}>{`#{${name}}`}</Tag>
              ))}
            </p>
          )}
        </div>
      )}
      {blanks.length > 0 && (
        <Note family="is-failed" title={t("blanksTitle")}>
          {t("blanks", { blanks: blanks.map((name) => `#{${name}}`).join(", ") })}
        </Note>
      )}
      {draft.kind === "both" && chosen && <FallbackText text={text} sender={draft.sender} />}
      {draft.kind === "both" && <p className="text-ink-2 text-sm">{t("fallback")}</p>}
    </Block>
  );
}
