"use client";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Tree, type TreeNode } from "@/components/ui/tree";
import { checkOf, orgForest, type PickNode, type PickOrg, togglePick } from "./org-picks";

type Props = { orgs: readonly PickOrg[]; picks: readonly number[]; onChange: (picks: number[]) => void };

const FEW = 8;
const toNode = (node: PickNode): TreeNode => ({
  id: String(node.id),
  label: node.name,
  end: node.total,
  children: node.children.map(toNode),
});

/** What `OrgChip` opens. */
export function OrgChoice({ orgs, picks, onChange }: Props) {
  const t = useTranslations("schedules.filters");
  const c = useTranslations("common");
  const [asked, setAsked] = useState("");
  const forest = useMemo(() => orgForest(orgs), [orgs]);
  const words = asked.normalize("NFC").toLowerCase();
  const shown = useMemo(
    () =>
      words
        ? orgs
            .filter((org) => org.name.toLowerCase().includes(words))
            .map((org) => ({ id: String(org.id), label: org.name }))
        : forest.map(toNode),
    [forest, orgs, words],
  );
  return (
    <>
      {orgs.length > FEW && (
        <input
          type="search"
          aria-label={c("searchIn", { what: t("org") })}
          placeholder={c("search")}
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
          className="mx-1 mt-1 mb-1.5 h-[34px] w-[calc(100%-8px)] rounded-md border border-line-field bg-surface px-2.5 max-md:h-11 max-md:text-[16px]"
        />
      )}
      <Tree
        label={t("org")}
        nodes={shown}
        openIds={forest.flatMap((node) => [String(node.id), ...node.children.map((child) => String(child.id))])}
        checkOf={(id) => checkOf(forest, picks, Number(id))}
        onSelect={(id) => onChange(togglePick(forest, picks, Number(id)))}
        className="max-h-80 overflow-y-auto"
      />
      {shown.length === 0 && <p className="px-2 py-2 text-ink-2">{c("nothingFound")}</p>}
      {picks.length > 0 && (
        <button
          type="button"
          onClick={() => onChange([])}
          className="mt-1.5 h-8 w-full rounded-sm px-2 text-start text-accent-ink hover:bg-hover touch:h-11"
        >
          {t("everything")}
        </button>
      )}
    </>
  );
}
