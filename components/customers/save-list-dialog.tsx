"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Modal } from "@/components/ui/overlay";
import { useToast } from "@/components/ui/toast";
import { LIST_NAME_MAX } from "@/lib/customers/lengths";
import type { ListDto } from "@/lib/customers/list-queries";

/** Who goes into the list: chosen one by one, or everyone a filter finds. */
export type ListSource = { customerIds: number[] } | { filter: object };
type Props = { source: ListSource; onSaved: () => void; onClose: () => void };

export function SaveListDialog({ source, onSaved, onClose }: Props) {
  const t = useTranslations("customers.lists");
  const c = useTranslations("common");
  const say = useSayError();
  const toast = useToast();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const save = useCall(() => api<ListDto>("/api/customer-lists", { method: "POST", body: { name, ...source } }));
  const submit = async () => {
    setWrong(null);
    try {
      const list = await save.mutateAsync(undefined);
      toast({
        text: t("saved", { name: list.name, count: list.size }),
        tone: "arrived",
        action: { label: t("see"), onPress: () => window.location.assign(`/customers?listId=${list.id}`) },
      });
      onSaved();
      onClose();
    } catch (error) {
      setWrong((error instanceof ApiError && error.issues[0]?.message) || say(error));
    }
  };
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("saveTitle")}
      description={"filter" in source ? t("saveFound") : t("saveChosen", { count: source.customerIds.length })}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={t("nameLabel")} error={wrong ?? undefined} required>
          {(wires) => (
            <Input
              {...wires}
              value={name}
              maxLength={LIST_NAME_MAX}
              placeholder={t("namePlaceholder")}
              onChange={(event) => setName(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button variant="primary" type="submit" busy={save.isPending}>
            {c("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
