"use client";
import { useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { QueryProvider } from "@/components/query/provider";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Modal, Sheet } from "@/components/ui/overlay";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { useToast } from "@/components/ui/toast";

type Template = { id: number; name: string; body: string; org: { name: string }; isOwn: boolean };

type Props = {
  kind: "room" | "sms";
  open: "load" | "save" | null;
  onClose: () => void;
  /** The text that stands in the form. */
  body: string;
  onUse: (body: string) => void;
};

/** Taking a text from the templates, and keeping one there. */
export function TemplateSheets({ kind, open, onClose, body, onUse }: Props) {
  return (
    <QueryProvider>
      <TemplateSheet kind={kind} open={open === "load"} onOpenChange={onClose} onUse={onUse} />
      <TemplateSave kind={kind} open={open === "save"} onOpenChange={onClose} body={body} />
    </QueryProvider>
  );
}

/** Own templates and those from above; using one replaces the text (S2-57, S2-118). */
function TemplateSheet({
  kind,
  open,
  onOpenChange,
  onUse,
}: {
  kind: Props["kind"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onUse: (body: string) => void;
}) {
  const t = useTranslations("compose.template");
  const c = useTranslations("common");
  const list = useQuery({
    queryKey: ["templates", kind],
    queryFn: () => api<{ items: Template[] }>(`/api/templates?kind=${kind}`),
    enabled: open,
  });
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t("heading")} description={t("pick")}>
      {list.isPending && <SkeletonRows rows={5} label={c("loading")} />}
      {list.isError && (
        <StateBlock
          tone="failed"
          icon={<FileText aria-hidden />}
          title={t("loadFailed")}
          action={<Button onClick={() => void list.refetch()}>{c("retry")}</Button>}
        />
      )}
      {list.data?.items.length === 0 && <StateBlock icon={<FileText aria-hidden />} title={t("empty")} />}
      <ul className="grid gap-2">
        {list.data?.items.map((one) => (
          <li key={one.id} className="flex items-start gap-3 rounded-md border border-line p-3">
            <div className="min-w-0 grow">
              <b className="block truncate font-semibold text-sm">{one.name}</b>
              <p className="line-clamp-3 whitespace-pre-line text-ink-2 text-sm">{one.body}</p>
              {!one.isOwn && <small className="text-ink-3 text-xs">{t("from", { org: one.org.name })}</small>}
            </div>
            <Button
              size="sm"
              onClick={() => {
                onUse(one.body);
                onOpenChange(false);
              }}
            >
              {t("use")}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Keeps the text that stands in the form under a name. */
function TemplateSave({
  kind,
  open,
  onOpenChange,
  body,
}: {
  kind: Props["kind"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  body: string;
}) {
  const t = useTranslations("compose");
  const c = useTranslations("common");
  const toast = useToast();
  const failure = useFailure();
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function save() {
    setBusy(true);
    setError(null);
    try {
      await api("/api/templates", { method: "POST", body: { kind, name, body } });
      toast({ text: t("template.savedAs", { name }) });
      setName("");
      onOpenChange(false);
    } catch (caught) {
      const { fields, general } = failure(caught, ["name", "body"]);
      setError(fields.name ?? fields.body ?? general);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t("saveTemplate")}
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>{c("cancel")}</Button>
          <Button variant="primary" busy={busy} onClick={() => void save()}>
            {t("template.save")}
          </Button>
        </>
      }
    >
      <Field label={t("template.nameLabel")} required error={error}>
        {(wires) => (
          <Input
            {...wires}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.nativeEvent.isComposing) void save();
            }}
          />
        )}
      </Field>
    </Modal>
  );
}
