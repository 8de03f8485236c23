"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { forget } from "@/components/query/kept";
import { useFailure } from "@/components/query/use-failure";
import { useToast } from "@/components/ui/toast";
import type { TemplateDto } from "@/lib/schedules/template-queries";
import type { TemplateDraft } from "./template-form";

/** Saving, removing and bringing back; the server draws the list again after each. */
export function useTemplateActions(onOpen: (id: number | null) => void) {
  const t = useTranslations("templates.toast");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const settle = () => {
    forget(["templates"]);
    router.refresh();
  };
  const store = (name: string, body: string) =>
    api<TemplateDto>("/api/templates", { method: "POST", body: { kind: "room", name, body } });

  /** @throws what the API answered */
  async function save({ id, name, body }: TemplateDraft): Promise<void> {
    const saved =
      id === null
        ? await store(name, body)
        : await api<TemplateDto>(`/api/templates/${id}`, { method: "PUT", body: { kind: "room", name, body } });
    onOpen(saved.id);
    settle();
    toast({ text: t(id === null ? "added" : "saved", { name: saved.name }) });
  }

  async function remove({ id, name, body }: TemplateDto): Promise<void> {
    const fail = (error: unknown) => toast({ text: failure(error).general, tone: "failed" });
    const undo = async () => {
      try {
        onOpen((await store(name, body)).id);
        toast({ text: t("restored", { name }) });
      } catch (error) {
        fail(error);
      }
      settle();
    };
    try {
      await api(`/api/templates/${id}`, { method: "DELETE" });
      onOpen(null);
      toast({ text: t("removed", { name }), undo: () => void undo() });
    } catch (error) {
      fail(error);
    }
    settle();
  }
  return { save, remove };
}
