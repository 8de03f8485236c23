"use client";
import { ChevronDown, ChevronRight, Network, Search } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { Card } from "@/components/ui/surface";
import { flatten, foundIn, growTree, isFound, lineOf, type TreeNode, type TreeOrg, visibleRows } from "@/lib/orgs/tree";
import { treeStep } from "@/lib/orgs/tree-keys";

const hrefOf = (id: number) => `/settings/orgs?org=${id}`;

/** The organisations in sight. Arrow keys walk and unfold, Enter opens; a search shows each match and the way to it. */
export function OrgTree({ orgs, selectedId }: { orgs: readonly TreeOrg[]; selectedId: number }) {
  const t = useTranslations("orgs.tree");
  const router = useRouter();
  const tree = useMemo(() => growTree(orgs), [orgs]);
  const all = useMemo(() => flatten(tree), [tree]);
  const [words, setWords] = useState("");
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [focused, setFocused] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);

  // Open by itself: the top and the way to what is selected, until the reader folds it.
  const selected = all.find((node) => node.org.id === selectedId);
  const line = new Set(selected ? lineOf(selected).map((node) => node.org.id) : []);
  const isOpenById = (node: TreeNode) => toggled.get(node.org.id) ?? (node.depth === 0 || line.has(node.org.id));
  const open = new Set(all.filter(isOpenById).map((node) => node.org.id));
  const rows = visibleRows(tree, open, words);
  const found = words.trim() ? all.filter((node) => isFound(node.org, words)).length : 0;
  const ids = rows.map((row) => row.node.org.id);
  const reachable = [focused, selectedId, ids[0]].find((id) => id != null && ids.includes(id));

  const toggle = (id: number, to: boolean) => setToggled(new Map(toggled).set(id, to));
  const focus = (id: number) => {
    setFocused(id);
    list.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
  };
  function onKeyDown(event: KeyboardEvent, at: number) {
    const step = treeStep(event.key, rows, at);
    if (event.key === " ") router.push(hrefOf(rows[at]!.node.org.id), { scroll: false });
    else if (!step) return;
    else if ("focus" in step) focus(step.focus);
    else toggle(step.toggle, step.open);
    event.preventDefault();
  }

  return (
    <Card className="p-2">
      <Input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        value={words}
        onChange={(change) => setWords(change.target.value)}
        lead={<Search />}
        unit={words.trim() ? t("found", { count: found }) : undefined}
        className="m-1 mb-2 w-auto"
      />
      {rows.length === 0 ? (
        <p role="status" className="px-2.5 py-6 text-center text-ink-2 text-sm">
          <b className="block font-semibold text-ink">{t("none")}</b>
          {t("noneHelp")}
        </p>
      ) : (
        <div ref={list} role="tree" aria-label={t("label")} className="text-sm">
          {rows.map(({ node, isOpen }, at) => (
            <TreeRow
              key={node.org.id}
              node={node}
              isOpen={isOpen}
              isSelected={node.org.id === selectedId}
              isReachable={node.org.id === reachable}
              words={words}
              onToggle={() => toggle(node.org.id, !isOpen)}
              onKeyDown={(event) => onKeyDown(event, at)}
              onFocus={() => setFocused(node.org.id)}
            />
          ))}
        </div>
      )}
      <p className="px-2.5 pt-2 pb-1.5 text-ink-3 text-xs">{t("foot")}</p>
    </Card>
  );
}

type RowProps = {
  node: TreeNode;
  isOpen: boolean;
  isSelected: boolean;
  isReachable: boolean;
  words: string;
  onToggle: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: () => void;
};

function TreeRow({ node, isOpen, isSelected, isReachable, words, onToggle, onKeyDown, onFocus }: RowProps) {
  const t = useTranslations("orgs.tree");
  const { org } = node;
  const isLeaf = node.children.length === 0;
  const [figure, meaning] = node.isClosed
    ? [t("closed"), t("closed")]
    : isLeaf
      ? [t("rooms", { count: org.rooms }), t("roomCount", { count: org.rooms })]
      : [String(node.branches), t("count", { count: node.branches })];
  const Twist = isOpen ? ChevronDown : ChevronRight;
  return (
    <Link
      href={hrefOf(org.id)}
      scroll={false}
      prefetch={false}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-selected={isSelected}
      {...(!isLeaf && { "aria-expanded": isOpen })}
      aria-label={`${org.name}, ${meaning}`}
      tabIndex={isReachable ? 0 : -1}
      data-id={org.id}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      style={{ paddingInlineStart: 8 + node.depth * 20 }}
      className={cn(
        "flex min-h-8 items-center gap-2 rounded-sm pe-2.5 max-md:min-h-11",
        isSelected
          ? "bg-accent-soft font-semibold text-accent-ink"
          : cn("hover:bg-hover", node.isClosed && "text-ink-3"),
      )}
    >
      {isLeaf ? (
        <span className="size-5 shrink-0 max-md:size-8" />
      ) : (
        <span
          aria-hidden
          // A press here only folds; the keyboard does it with the arrow keys.
          onClick={(event) => {
            event.preventDefault();
            onToggle();
          }}
          className="grid size-5 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-pressed max-md:size-8"
        >
          <Twist className="size-3.5" />
        </span>
      )}
      {node.depth === 0 && <Network className="size-4 shrink-0 text-ink-3" aria-hidden />}
      <span className="min-w-0 truncate">
        <Marked text={node.isClosed ? t("closedName", { name: org.name }) : org.name} words={words} />
      </span>
      <span className="ms-auto ps-1 font-normal text-ink-3 text-xs">{figure}</span>
    </Link>
  );
}

function Marked({ text, words }: { text: string; words: string }) {
  const found = foundIn(text, words);
  if (!found) return text;
  const [start, end] = found;
  return (
    <>
      {text.slice(0, start)}
      <mark className="bg-transparent text-inherit underline decoration-2 decoration-accent-line underline-offset-[3px]">
        {text.slice(start, end)}
      </mark>
      {text.slice(end)}
    </>
  );
}
