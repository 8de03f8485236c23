"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { QueryProvider } from "@/components/query/provider";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/overlay";
import { useToast } from "@/components/ui/toast";
import { josa } from "@/lib/i18n/josa";
import type { MovePreview } from "@/lib/orgs/preview-move";
import { lineOf, type TreeNode } from "@/lib/orgs/tree";
import { MoveConsequences } from "./move-consequences";
import { mayMoveTo } from "./move-goals";
import { OrgChoice } from "./org-choice";

type Props = { node: TreeNode; nodes: readonly TreeNode[]; open: boolean; onOpenChange: (open: boolean) => void };

export default function MoveDialog(props: Props) {
  return (
    <QueryProvider>
      <Move {...props} />
    </QueryProvider>
  );
}

/** Moves an organisation after showing what that changes; the toast takes it back. */
function Move({ node, nodes, open, onOpenChange }: Props) {
  const t = useTranslations("orgs.move");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const [goalId, setGoalId] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { org } = node;
  const goal = nodes.find((one) => one.org.id === goalId);
  const preview = useQuery({
    queryKey: ["org-move", org.id, goalId],
    queryFn: ({ signal }) => api<MovePreview>(`/api/orgs/${org.id}/move?parentId=${goalId}`, { signal }),
    enabled: goalId !== null,
    staleTime: 0,
  });

  const put = (parentId: number) => api(`/api/orgs/${org.id}`, { method: "PUT", body: { parentId } });
  async function takeBack(parentId: number) {
    try {
      await put(parentId);
      toast({ text: josa(t("movedBack", { name: org.name })) });
    } catch (error) {
      toast({ text: failure(error).general, tone: "failed" });
    }
    router.refresh();
  }
  async function move(to: TreeNode) {
    setBusy(true);
    const from = org.parentId;
    try {
      await put(to.org.id);
      onOpenChange(false);
      toast({
        text: josa(t("moved", { name: org.name, to: to.org.name })),
        ...(from !== null && { undo: () => void takeBack(from) }),
      });
    } catch (error) {
      toast({ text: failure(error).general, tone: "failed" });
    }
    setBusy(false);
    router.refresh();
  }

  const crumbs = (line: readonly string[]) => line.map((name) => `${name} › `).join("");
  const namesTo = (to: TreeNode) => lineOf(to).map((one) => one.org.name);
  return (
    <Modal
      wide
      open={open}
      onOpenChange={onOpenChange}
      title={josa(t("title", { name: org.name }))}
      description={t("lede")}
      foot={
        <>
          <span className="me-auto text-ink-3 text-xs max-md:w-full">{t("foot")}</span>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {c("cancel")}
          </Button>
          <Button
            variant="primary"
            disabled={!goal || !preview.data}
            busy={isBusy}
            onClick={() => goal && void move(goal)}
          >
            {goal ? josa(t("confirm", { name: goal.org.name })) : t("confirmNone")}
          </Button>
        </>
      }
    >
      <dl className="mt-1 grid grid-cols-[52px_minmax(0,1fr)] items-center gap-x-3 gap-y-2 rounded-md bg-sunken px-3.5 py-3 text-sm">
        <dt className="text-ink-3">{t("now")}</dt>
        <dd>
          {node.parent && crumbs(namesTo(node.parent).slice(0, -1))}
          <b className="font-semibold">{node.parent?.org.name}</b> › {org.name}
        </dd>
        <dt className="text-ink-3">{t("after")}</dt>
        <dd className="flex flex-wrap items-center gap-1.5">
          {goal?.parent && <span>{crumbs(namesTo(goal.parent))}</span>}
          <OrgChoice
            aria-label={t("to")}
            nodes={nodes}
            barred={(one) => !mayMoveTo(node, one)}
            placeholder={t("choose")}
            value={goalId ?? ""}
            onChange={(change) => setGoalId(Number(change.target.value) || null)}
            className="w-auto min-w-40 max-w-full font-semibold"
          />
          <span>› {org.name}</span>
        </dd>
      </dl>
      <MoveConsequences
        org={org}
        preview={goalId === null ? undefined : preview.data}
        isLoading={preview.isFetching}
        error={preview.error ? failure(preview.error).general : null}
      />
    </Modal>
  );
}
