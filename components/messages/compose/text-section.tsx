"use client";
import { FileText, Lock, Save, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Block } from "@/components/compose/block";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { partOf, usePart } from "@/components/ui/load-part";
import { Note } from "@/components/ui/note";
import { eucKrBytes } from "@/lib/transports/euc-kr";
import { SUBJECT_BYTES, type TextKind } from "@/lib/transports/text-kind";
import { ByteMeter } from "./byte-meter";
import type { Draft } from "./draft";
import { PicturePick } from "./picture-pick";

type Props = {
  draft: Draft;
  change: (to: Partial<Draft>) => void;
  /** The text with everything the law adds, and what kind of message that makes. */
  kind: TextKind;
  bytes: number;
  characters: number;
  /** What stands before and after the words of an advertisement; null for information. */
  frame: { before: string; after: string } | null;
  /** Blanks that nobody fills. */
  blanks: readonly string[];
  locked: boolean;
};

const templateSheets = partOf(() => import("@/components/compose/template-sheets").then((m) => m.TemplateSheets));

/** The words, how long they are as carriers count, and what a phone could not show. */
export function TextSection({ draft, change, kind, bytes, characters, frame, blanks, locked }: Props) {
  const t = useTranslations("messageCompose.text");
  const c = useTranslations("compose");
  const e = useTranslations("errors");
  const [wantsTemplates, setWants] = useState(false);
  const [templates, setTemplates] = useState<"load" | "save" | null>(null);
  const TemplateSheets = usePart(templateSheets, wantsTemplates);
  const open = (which: "load" | "save") => {
    setWants(true);
    setTemplates(which);
  };
  const isLong = kind.channel === "lms" || kind.channel === "mms";
  const issueAt = (field: "text" | "subject") => {
    const issue = kind.issues.find((one) => one.field === field && one.key !== "phoneTextRequired");
    return issue ? e(issue.key, "params" in issue ? issue.params : {}) : undefined;
  };
  return (
    <Block
      id="step-text"
      title={t("heading")}
      end={
        <span className="flex flex-wrap items-center gap-2">
          {isLong && <Badge kind="deferred">{kind.channel === "mms" ? t("isMms") : t("isLms")}</Badge>}
          <Button size="sm" variant="ghost" disabled={locked} onClick={() => open("load")}>
            <FileText aria-hidden />
            {c("loadTemplate")}
          </Button>
          <Button size="sm" variant="ghost" disabled={locked || !draft.text.trim()} onClick={() => open("save")}>
            <Save aria-hidden />
            {c("saveTemplate")}
          </Button>
        </span>
      }
    >
      {(isLong || draft.subject !== "") && (
        <Field
          label={t("subject")}
          note={t("subjectNote")}
          end={t("subjectCount", { bytes: eucKrBytes(draft.subject), maximum: SUBJECT_BYTES })}
          error={issueAt("subject")}
        >
          {(wires) => (
            <Input
              {...wires}
              value={draft.subject}
              onChange={(event) => change({ subject: event.target.value })}
              readOnly={locked}
              autoComplete="off"
            />
          )}
        </Field>
      )}
      <Field label={t("label")} error={issueAt("text")} className="gap-2">
        {(wires) => (
          <div className="overflow-hidden rounded-md border border-line-field focus-within:border-focus">
            {frame && <Locked words={frame.before} note={t("locked")} />}
            <textarea
              {...wires}
              value={draft.text}
              onChange={(event) => change({ text: event.target.value })}
              readOnly={locked}
              rows={7}
              placeholder={t("placeholder")}
              className="block min-h-40 w-full resize-y bg-surface px-3 py-2.5 text-base leading-[23px] outline-none max-md:text-[16px]"
            />
            {frame && <Locked words={frame.after} note={t("locked")} />}
          </div>
        )}
      </Field>
      <ByteMeter bytes={bytes} characters={characters} isOver={kind.length > kind.maximum} />
      {blanks.length > 0 && (
        <Note family="is-failed" icon={<TriangleAlert aria-hidden />} title={t("blanksTitle")}>
          {t("blanks", { blanks: blanks.map((name) => `#{${name}}`).join(", ") })}
        </Note>
      )}
      <PicturePick picture={draft.picture} onChange={(picture) => change({ picture })} locked={locked} />
      {TemplateSheets && (
        <TemplateSheets
          kind="sms"
          open={templates}
          onClose={() => setTemplates(null)}
          body={draft.text}
          onUse={(text) => change({ text })}
        />
      )}
    </Block>
  );
}

function Locked({ words, note }: { words: string; note: string }) {
  return (
    <p className="flex items-center gap-2 bg-sunken px-3 py-2 text-ink-2 text-sm">
      <Lock className="size-3.5 shrink-0" aria-hidden />
      <span className="min-w-0 whitespace-pre-wrap">{words}</span>
      <small className="ms-auto shrink-0 text-ink-3 text-xs">{note}</small>
    </p>
  );
}
