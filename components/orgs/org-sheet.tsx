"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { CircleX, GitMerge } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import type * as z from "zod/mini";
import { ApiError, api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { useSay } from "@/components/query/use-say";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Sheet } from "@/components/ui/overlay";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { josa } from "@/lib/i18n/josa";
import { OrgForm } from "@/lib/orgs/form-schema";
import { CODE_MAX, ORG_NAME_MAX } from "@/lib/orgs/lengths";
import { levelsBelow, mayStandUnder } from "@/lib/orgs/level";
import type { OrgDto } from "@/lib/orgs/queries";
import type { TreeNode } from "@/lib/orgs/tree";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** `add`: below this one; `edit`: this one. */
  mode: "add" | "edit";
  node: TreeNode;
  /** When the edited one was last changed, as the screen knows it. */
  updatedAt: string;
  /** The editor's own organisation: its level is decided above. */
  isOwn: boolean;
};
const FIELDS = ["name", "level", "code"] as const;

/** A new organisation below the one looked at, or a change of that one. */
export default function OrgSheet({ open, onOpenChange, mode, node, updatedAt, isOwn }: Props) {
  const t = useTranslations("orgs.add");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const say = useSay();
  const formId = useId();
  const [general, setGeneral] = useState<string | null>(null);
  /** What someone else made of it meanwhile; saving again is then on purpose. */
  const [theirs, setTheirs] = useState<OrgDto | null>(null);
  const { org, parent, children } = node;
  const isFixed = mode === "edit" && (isOwn || parent === null);
  const levels =
    mode === "add"
      ? levelsBelow(org.level)
      : isFixed || !parent
        ? [org.level]
        : levelsBelow(parent.org.level).filter((level) =>
            children.every((child) => mayStandUnder(child.org.level, level)),
          );
  const form = useForm<z.input<typeof OrgForm>, unknown, OrgForm>({
    resolver: zodResolver(OrgForm),
    defaultValues:
      mode === "edit"
        ? { name: org.name, level: org.level, code: org.code }
        : { name: "", level: levels.at(-1) ?? "branch", code: "" },
    mode: "onTouched",
  });
  const { errors, isSubmitting } = form.formState;

  const save = form.handleSubmit(async (values) => {
    setGeneral(null);
    try {
      if (mode === "add") {
        const made = await api<OrgDto>("/api/orgs", { method: "POST", body: { ...values, parentId: org.id } });
        toast({ text: josa(t("added", { name: made.name })) });
        router.push(`/settings/orgs?org=${made.id}`, { scroll: false });
      } else {
        const body = { ...values, updatedAt: theirs?.updatedAt ?? updatedAt };
        await api(`/api/orgs/${org.id}`, { method: "PUT", body });
        toast({ text: josa(t("saved", { name: values.name })) });
      }
      onOpenChange(false);
      router.refresh();
    } catch (error) {
      if (error instanceof ApiError && error.code === "conflict" && error.current)
        return setTheirs(error.current as OrgDto);
      const { fields, general: rest } = failure(error, FIELDS);
      for (const field of FIELDS)
        if (fields[field]) form.setError(field, { message: fields[field] }, { shouldFocus: true });
      setGeneral(rest);
    }
  });

  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={mode === "add" ? t("title") : t("editTitle", { name: org.name })}
      description={mode === "add" ? t("lede", { name: org.name }) : t("editLede")}
      foot={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {c("close")}
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={isSubmitting}>
            {mode === "add" ? t("save") : t("saveEdit")}
          </Button>
        </>
      }
    >
      <form id={formId} method="post" noValidate onSubmit={(event) => void save(event)} className="grid gap-5">
        {general && <Note role="alert" family="is-failed" icon={<CircleX />} title={general} />}
        {theirs && (
          <Note role="alert" family="is-deferred" icon={<GitMerge />} title={t("changedMeanwhile")}>
            {t("changedMeanwhileHelp", { name: theirs.name, code: theirs.code })}
          </Note>
        )}
        <Field id="org-name" label={t("name")} error={say(errors.name?.message)}>
          {(wires) => <Input {...wires} {...form.register("name")} maxLength={ORG_NAME_MAX} autoComplete="off" />}
        </Field>
        <Field
          id="org-level"
          label={t("level")}
          help={isFixed ? t("levelFixed") : t("levelHelp")}
          error={say(errors.level?.message)}
        >
          {(wires) => (
            <Select {...wires} {...form.register("level")} disabled={isFixed}>
              {levels.map((level) => (
                <option key={level} value={level}>
                  {c(`levels.${level}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field id="org-code" label={t("code")} help={t("codeHelp")} error={say(errors.code?.message)}>
          {(wires) => (
            <Input
              {...wires}
              {...form.register("code")}
              maxLength={CODE_MAX}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
            />
          )}
        </Field>
      </form>
    </Sheet>
  );
}
