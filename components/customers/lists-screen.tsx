"use client";
import { Bookmark, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Modal } from "@/components/ui/overlay";
import { PageHeader } from "@/components/ui/page-header";
import { StateBlock } from "@/components/ui/states";
import { RowLink, Table, TableFrame, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import { LIST_NAME_MAX } from "@/lib/customers/lengths";
import type { ListDto } from "@/lib/customers/list-queries";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { CustomersTabs } from "./customers-tabs";

/** Saved lists: what they hold, and their names. */
export function ListsScreen({ lists, mayWrite }: { lists: readonly ListDto[]; mayWrite: boolean }) {
  const t = useTranslations("customers.lists");
  const locale = toLocale(useLocale());
  const [renaming, setRenaming] = useState<ListDto | null>(null);
  const [removing, setRemoving] = useState<ListDto | null>(null);
  return (
    <>
      <PageHeader title={t("headline")} lede={t("lede")} />
      <CustomersTabs here="lists" />
      <TableFrame>
        {lists.length === 0 ? (
          <StateBlock
            icon={<Bookmark aria-hidden />}
            title={t("empty")}
            action={<ButtonLink href="/customers">{t("toPeople")}</ButtonLink>}
          >
            {t("emptyWhy")}
          </StateBlock>
        ) : (
          <Table label={t("title")}>
            <thead>
              <tr>
                <Th>{t("name")}</Th>
                <Th num>{t("size")}</Th>
                <Th>{t("org")}</Th>
                <Th num>{t("updated")}</Th>
                <Th />
              </tr>
            </thead>
            <tbody>
              {lists.map((list) => (
                <Tr key={list.id}>
                  <Td lead className="max-w-72 truncate">
                    <RowLink href={`/customers?listId=${list.id}`}>{list.name}</RowLink>
                  </Td>
                  <Td toggle num fit className="tabular-nums">
                    {t("people", { count: list.size })}
                  </Td>
                  <Td full className="text-ink-2">
                    {list.orgName}
                  </Td>
                  <Td num fit wideOnly className="text-ink-3 tabular-nums">
                    {formatDay(new Date(list.updatedAt), locale)}
                  </Td>
                  <Td fit full className="text-end max-md:text-start">
                    {mayWrite && (
                      <span className="relative z-1 inline-flex gap-1">
                        <Button size="sm" variant="ghost" onClick={() => setRenaming(list)}>
                          <Pencil aria-hidden />
                          {t("rename")}
                        </Button>
                        <Button size="sm" variant="ghost" onClick={() => setRemoving(list)}>
                          <Trash2 aria-hidden />
                          {t("remove")}
                        </Button>
                      </span>
                    )}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
      </TableFrame>
      {renaming && <Rename key={renaming.id} list={renaming} onClose={() => setRenaming(null)} />}
      {removing && <Remove list={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function Remove({ list, onClose }: { list: ListDto; onClose: () => void }) {
  const t = useTranslations("customers.lists");
  const say = useSayError();
  const toast = useToast();
  const router = useRouter();
  const remove = async () => {
    try {
      await api(`/api/customer-lists/${list.id}`, { method: "DELETE" });
      toast({ text: t("removed", { name: list.name }) });
      router.refresh();
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
      throw error;
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("removeTitle", { name: list.name })}
      description={t("removeWhy", { count: list.size })}
      confirmLabel={t("remove")}
      onConfirm={remove}
    />
  );
}

function Rename({ list, onClose }: { list: ListDto; onClose: () => void }) {
  const t = useTranslations("customers.lists");
  const c = useTranslations("common");
  const say = useSayError();
  const toast = useToast();
  const router = useRouter();
  const [name, setName] = useState(list.name);
  const [wrong, setWrong] = useState<string | null>(null);
  const save = useCall(() => api(`/api/customer-lists/${list.id}`, { method: "PUT", body: { name } }));
  const submit = async () => {
    try {
      await save.mutateAsync(undefined);
      toast({ text: t("renamed") });
      router.refresh();
      onClose();
    } catch (error) {
      setWrong((error instanceof ApiError && error.issues[0]?.message) || say(error));
    }
  };
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t("rename")}>
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
