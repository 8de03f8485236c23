"use client";
import { MoonStar, MoreHorizontal, Pencil, Sun, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { Modal } from "@/components/ui/overlay";
import { useToast } from "@/components/ui/toast";
import type { OrgStatus } from "@/db/enums";
import { josa } from "@/lib/i18n/josa";
import type { TreeNode } from "@/lib/orgs/tree";
import type { OrgRights, Why } from "./org-rights";

const OrgSheet = dynamic(() => import("./org-sheet"), { ssr: false });

type Props = { node: TreeNode; rights: OrgRights; updatedAt: string; isOwn: boolean };

/** Edit, close or reopen, remove. Closing and reopening take themselves back from the toast. */
export function OrgMenu({ node, rights, updatedAt, isOwn }: Props) {
  const t = useTranslations("orgs");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const [shown, setShown] = useState<"edit" | "remove" | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { org } = node;

  async function work(run: () => Promise<void>) {
    setBusy(true);
    try {
      await run();
    } catch (error) {
      toast({ text: failure(error).general, tone: "failed" });
    }
    setBusy(false);
    router.refresh();
  }
  const setStatus = (status: OrgStatus, mayUndo = true): Promise<void> =>
    work(async () => {
      await api(`/api/orgs/${org.id}`, { method: "PUT", body: { status } });
      toast({
        text: josa(t(status === "active" ? "org.opened" : "org.closed", { name: org.name })),
        ...(mayUndo && { undo: () => void setStatus(status === "active" ? "inactive" : "active", false) }),
      });
    });
  const remove = () =>
    work(async () => {
      const { outcome } = await api<{ outcome: "deleted" | "closed" }>(`/api/orgs/${org.id}`, { method: "DELETE" });
      setShown(null);
      toast({ text: outcome === "closed" ? t("org.removedClosed") : josa(t("org.removed", { name: org.name })) });
      if (outcome === "deleted") router.push(`/settings/orgs?org=${org.parentId ?? ""}`, { scroll: false });
    });

  const reason = (why: Why) => (why ? { disabledReason: t(`why.${why}`) } : {});
  const isActive = org.status === "active";
  const items: MenuItem[] = [
    { id: "edit", label: t("org.edit"), icon: <Pencil />, onSelect: () => setShown("edit"), ...reason(rights.edit) },
    {
      id: "state",
      label: isActive ? t("org.close") : t("org.open"),
      icon: isActive ? <MoonStar /> : <Sun />,
      onSelect: () => void setStatus(isActive ? "inactive" : "active"),
      ...reason(rights.state),
    },
    "line",
    {
      id: "remove",
      label: t("org.remove"),
      icon: <Trash2 />,
      danger: true,
      onSelect: () => setShown("remove"),
      ...reason(rights.remove),
    },
  ];
  return (
    <>
      <Menu items={items} label={t("org.menu", { name: org.name })}>
        <IconButton label={t("org.menu", { name: org.name })} className="-me-1.5">
          <MoreHorizontal />
        </IconButton>
      </Menu>
      {shown === "edit" && (
        <OrgSheet
          open
          onOpenChange={(open) => !open && setShown(null)}
          mode="edit"
          node={node}
          updatedAt={updatedAt}
          isOwn={isOwn}
        />
      )}
      <Modal
        open={shown === "remove"}
        onOpenChange={(open) => !open && setShown(null)}
        title={josa(t("org.removeTitle", { name: org.name }))}
        description={t("org.removeHelp")}
        foot={
          <>
            <Button variant="ghost" onClick={() => setShown(null)}>
              {c("cancel")}
            </Button>
            <Button variant="danger" busy={isBusy} onClick={() => void remove()}>
              {t("org.remove")}
            </Button>
          </>
        }
      />
    </>
  );
}
