"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { CircleX, Eye } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import type * as z from "zod/mini";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { useSay } from "@/components/query/use-say";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Sheet } from "@/components/ui/overlay";
import { Segment } from "@/components/ui/segment";
import { useToast } from "@/components/ui/toast";
import { josa } from "@/lib/i18n/josa";
import { PersonForm } from "@/lib/orgs/form-schema";
import type { Invitation } from "@/lib/orgs/invitation";
import { MB_ID_MAX, PERSON_NAME_MAX } from "@/lib/orgs/lengths";
import type { UserDto } from "@/lib/orgs/people-queries";
import type { TreeNode } from "@/lib/orgs/tree";
import { OrgChoice } from "./org-choice";
import { type Handover, PersonHandover } from "./person-handover";
import { RoleChoice } from "./role-choice";
import { temporaryPassword } from "./temporary-password";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  nodes: readonly TreeNode[];
  /** The organisation looked at: where a new person goes unless changed. */
  node: TreeNode;
  activeSchedules: number;
  /** Who is edited; absent for a new person. */
  person?: UserDto | undefined;
  /** The editor themselves: role and organisation are not theirs to change. */
  isSelf?: boolean;
};
const FIELDS = ["name", "mbId", "orgId", "role"] as const;

/** A new person, or a change of one. What a new one needs to get in is shown once, afterwards. */
export default function PersonSheet({
  open,
  onOpenChange,
  nodes,
  node,
  activeSchedules,
  person,
  isSelf = false,
}: Props) {
  const t = useTranslations("orgs.person");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const say = useSay();
  const formId = useId();
  const [how, setHow] = useState<"link" | "password">("link");
  const [handover, setHandover] = useState<Handover | null>(null);
  const [general, setGeneral] = useState<string | null>(null);
  const form = useForm<z.input<typeof PersonForm>, unknown, PersonForm>({
    resolver: zodResolver(PersonForm),
    defaultValues: person
      ? { name: person.name, mbId: person.mbId, orgId: person.orgId, role: person.role }
      : { name: "", mbId: "", orgId: node.org.id, role: "operator" },
    mode: "onTouched",
  });
  const { errors, isSubmitting } = form.formState;
  const [name, orgId] = form.watch(["name", "orgId"]);
  const chosen = nodes.find((one) => one.org.id === orgId) ?? node;
  const isHq = chosen.org.level === "hq";

  const save = form.handleSubmit(async (values) => {
    setGeneral(null);
    try {
      if (person) {
        await api(`/api/users/${person.id}`, { method: "PUT", body: values });
        toast({ text: josa(t("saved", { name: values.name })) });
        onOpenChange(false);
      } else {
        const password = how === "password" ? temporaryPassword() : undefined;
        const body = { ...values, ...(password && { password }) };
        const made = await api<UserDto & { invitation?: Invitation }>("/api/users", { method: "POST", body });
        setHandover({
          person: made,
          ...(password && { password }),
          ...(made.invitation && { invitation: made.invitation }),
        });
      }
      router.refresh();
    } catch (error) {
      const { fields, general: rest } = failure(error, FIELDS);
      for (const field of FIELDS)
        if (fields[field]) form.setError(field, { message: fields[field] }, { shouldFocus: true });
      setGeneral(rest);
    }
  });
  function another() {
    setHandover(null);
    form.reset();
  }

  if (handover) return <PersonHandover {...{ open, onOpenChange, handover }} onAnother={another} />;
  const shown = name.trim();
  const lede = isHq
    ? t("ledeHq")
    : chosen.below
      ? t("lede", { name: chosen.org.name, count: chosen.below })
      : t("ledeBranch", { name: chosen.org.name });
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={person ? t("editTitle", { name: person.name }) : t("title")}
      description={person ? t("editLede") : josa(lede)}
      foot={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {c("close")}
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={isSubmitting}>
            {person
              ? t("save")
              : !shown
                ? t("addNobody")
                : how === "link"
                  ? t("invite", { name: shown })
                  : t("add", { name: shown })}
          </Button>
        </>
      }
    >
      <form id={formId} method="post" noValidate onSubmit={(event) => void save(event)} className="grid gap-5">
        {general && <Note role="alert" family="is-failed" icon={<CircleX />} title={general} />}
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <Field id="person-name" label={t("name")} error={say(errors.name?.message)}>
            {(wires) => <Input {...wires} {...form.register("name")} maxLength={PERSON_NAME_MAX} autoComplete="off" />}
          </Field>
          <Field id="person-mb-id" label={t("mbId")} help={t("mbIdHelp")} error={say(errors.mbId?.message)}>
            {(wires) => (
              <Input
                {...wires}
                {...form.register("mbId")}
                maxLength={MB_ID_MAX}
                autoComplete="off"
                autoCapitalize="none"
                autoCorrect="off"
                spellCheck={false}
              />
            )}
          </Field>
        </div>
        <Field id="person-org" label={t("org")} error={say(errors.orgId?.message)}>
          {(wires) => (
            <OrgChoice
              {...wires}
              {...form.register("orgId", { valueAsNumber: true })}
              nodes={nodes}
              disabled={isSelf}
            />
          )}
        </Field>
        <RoleChoice radio={form.register("role")} isHq={isHq} disabled={isSelf} error={say(errors.role?.message)} />
        {!person && (
          <>
            <div className="grid justify-items-start gap-1.5">
              <span className="font-medium text-sm">{t("how")}</span>
              <Segment
                label={t("how")}
                value={how}
                onChange={setHow}
                options={[
                  { value: "link", label: t("link") },
                  { value: "password", label: t("password") },
                ]}
              />
              <p className="text-ink-3 text-xs">{how === "link" ? t("linkHelp") : t("passwordHelp")}</p>
            </div>
            {chosen.org.id === node.org.id && (
              <Note icon={<Eye />} title={shown ? t("sees", { name: shown }) : t("seesNobody")}>
                {t(isHq ? "seesAll" : "seesValue", { rooms: chosen.roomsBelow, schedules: activeSchedules })}
              </Note>
            )}
          </>
        )}
      </form>
    </Sheet>
  );
}
