"use client";
import { FileText, Lock, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/overlay";
import { StateBlock } from "@/components/ui/states";
import { type Tab, Tabs } from "@/components/ui/tabs";
import type { TemplateDto } from "@/lib/schedules/template-queries";
import type { TemplateDraft } from "./template-form";
import { TemplateTable } from "./template-table";
import { TemplateView } from "./template-view";
import { useTemplateActions } from "./use-template-actions";

const TemplateForm = dynamic(() => import("./template-form"), { ssr: false });
const ConfirmDialog = dynamic(() => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog));

type Props = {
  templates: readonly TemplateDto[];
  tabs: readonly Tab[];
  /** The tab that shows only the own ones. */
  isOwnTab: boolean;
  opened: number | null;
  orgName: string;
  mayWrite: boolean;
  now: string;
};

const EMPTY: TemplateDraft = { id: null, kind: "add", name: "", body: "" };
/** There is room for the open template beside the list; below that it opens over it. */
const BESIDE = "(width >= 1320px)";

function address(name: "template" | "add", value: string | null) {
  const url = new URL(window.location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  window.history.replaceState(null, "", url);
}

/** Texts to use again: the own ones can be changed, those from above are copied. Which one is open stands in the address. */
export function TemplatesScreen({ templates, tabs, isOwnTab, opened, orgName, mayWrite, now }: Props) {
  const t = useTranslations("templates");
  const [openId, setOpenId] = useState(opened);
  const [isOver, setOver] = useState(false);
  const [started, setDraft] = useState<TemplateDraft | null>(null);
  const isAdding = useSearchParams().get("add") === "template" && mayWrite;
  const draft = started ?? (isAdding ? EMPTY : null);
  const [removing, setRemoving] = useState<TemplateDto | null>(null);
  const open = templates.find((one) => one.id === openId) ?? templates[0] ?? null;

  function show(id: number | null) {
    address("template", id === null ? null : String(id));
    setOpenId(id);
    if (id === null) setOver(false);
  }
  function closeForm() {
    setDraft(null);
    address("add", null);
  }
  const actions = useTemplateActions(show);
  const view = open && (
    <TemplateView
      template={open}
      sender={orgName}
      mayWrite={mayWrite}
      onEdit={() => setDraft({ id: open.id, kind: "edit", name: open.name, body: open.body })}
      onCopy={() =>
        setDraft({ id: null, kind: "copy", name: t("form.copyName", { name: open.name }), body: open.body })
      }
      onRemove={() => setRemoving(open)}
    />
  );
  const action = mayWrite && (
    <Button onClick={() => setDraft(EMPTY)}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,1fr)_328px]">
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
        <Tabs label={t("tabs.label")} tabs={tabs} />
        {templates.length > 0 ? (
          <TemplateTable
            templates={templates}
            selected={open?.id ?? null}
            now={new Date(now)}
            onOpen={(id) => {
              show(id);
              setOver(!window.matchMedia(BESIDE).matches);
            }}
          />
        ) : isOwnTab ? (
          <StateBlock icon={<FileText aria-hidden />} title={t("empty.own")} action={action}>
            {t("empty.ownText")}
          </StateBlock>
        ) : (
          <StateBlock icon={<FileText aria-hidden />} title={t("empty.title")} action={action}>
            {t(mayWrite ? "empty.text" : "empty.viewer")}
          </StateBlock>
        )}
        {templates.some((one) => !one.isOwn) && (
          <p className="flex items-center gap-2 text-ink-3 text-xs">
            <Lock className="size-3.5 shrink-0" aria-hidden />
            {t("locked")}
          </p>
        )}
      </div>
      {open && (
        <section aria-labelledby="template" className="sticky top-[76px] grid gap-3 max-xl:hidden">
          <h2 id="template" className="truncate font-semibold text-lg">
            {open.name}
          </h2>
          {view}
        </section>
      )}
      <Sheet open={isOver && open !== null && !draft && !removing} onOpenChange={setOver} title={open?.name ?? ""}>
        {view}
      </Sheet>
      {draft && <TemplateForm draft={draft} orgName={orgName} onSave={actions.save} onClose={closeForm} />}
      {removing && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setRemoving(null)}
          title={t("removing.title", { name: removing.name })}
          description={t("removing.text")}
          confirmLabel={t("removing.confirm")}
          onConfirm={() => actions.remove(removing)}
        />
      )}
    </div>
  );
}
