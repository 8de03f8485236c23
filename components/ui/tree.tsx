"use client";
import { Check, ChevronDown, ChevronRight, Minus } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cn } from "./cn";
import { ancestorsOf, rowsInSight, type TreeNode, treeFind, treeMove } from "./tree-rows";

export type { TreeNode } from "./tree-rows";

type Props = {
  label: string;
  nodes: readonly TreeNode[];
  /** The one that is shown beside the tree. */
  selectedId?: string | null;
  onSelect?: (id: string) => void;
  /** Several may be ticked: the state of each node's box. `onSelect` then ticks. */
  checkOf?: (id: string) => boolean | "mixed";
  /** Open at first; the way to the selected node always is. */
  openIds?: readonly string[];
  className?: string;
};

const TYPING_MS = 600;

/** An organisation tree: ↑ ↓ walk, → ← open and close, Enter chooses, letters jump. */
export function Tree({ label, nodes, selectedId = null, onSelect, checkOf, openIds = [], className }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set([...openIds, ...(selectedId ? ancestorsOf(nodes, selectedId) : [])]),
  );
  const rows = rowsInSight(nodes, open);
  const [focusId, setFocusId] = useState(selectedId);
  const current = rows.findIndex((row) => row.node.id === focusId);
  const tabAt = Math.max(current, 0);
  const box = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });

  // A filter may open more; what the person opened stays open.
  const opened = openIds.join(" ");
  useEffect(() => {
    if (opened) setOpen((now) => new Set([...now, ...opened.split(" ")]));
  }, [opened]);

  const goTo = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setFocusId(row.node.id);
    (box.current?.children[index] as HTMLElement | undefined)?.focus();
  };
  const toggle = (id: string) =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = rows[at]!.node.id;
    const step = treeMove(rows, at, event.key, open);
    if (step) {
      if ("toggle" in step) toggle(step.toggle);
      else goTo(step.to);
    } else if (event.key === "Enter" || event.key === " ") onSelect?.(id);
    else if (event.key.length === 1) {
      const now = event.timeStamp;
      typed.current = {
        text: now - typed.current.at > TYPING_MS ? event.key : typed.current.text + event.key,
        at: now,
      };
      goTo(treeFind(rows, at, typed.current.text));
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      role="tree"
      aria-label={label}
      aria-multiselectable={checkOf ? true : undefined}
      className={className}
    >
      {rows.map(({ node, level, position, siblings }, i) => {
        const branch = (node.children?.length ?? 0) > 0;
        const isOpen = open.has(node.id);
        const selected = !checkOf && node.id === selectedId;
        const check = checkOf?.(node.id);
        const Twist = isOpen ? ChevronDown : ChevronRight;
        return (
          <div
            key={node.id}
            role="treeitem"
            aria-level={level}
            aria-posinset={position}
            aria-setsize={siblings}
            aria-expanded={branch ? isOpen : undefined}
            {...(checkOf ? { "aria-checked": check } : { "aria-selected": selected })}
            tabIndex={i === tabAt ? 0 : -1}
            onFocus={() => setFocusId(node.id)}
            onKeyDown={(event) => onKeyDown(event, i)}
            onClick={() => {
              setFocusId(node.id);
              onSelect?.(node.id);
            }}
            style={{ paddingInlineStart: 8 + (level - 1) * 20 }}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-2 rounded-sm pe-2.5 text-sm focus-visible:-outline-offset-2 touch:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
              selected ? "bg-accent-soft font-semibold [&_svg]:text-accent-ink" : "hover:bg-hover [&_svg]:text-ink-3",
              node.off ? "text-ink-3" : selected && "text-accent-ink",
            )}
          >
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: → and ← do the same from the row */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the row carries the state */}
            <span
              className={cn(
                "grid size-5 shrink-0 place-items-center",
                branch && "rounded-sm hover:bg-pressed touch:-mx-2 touch:size-9",
              )}
              onClick={(event) => {
                if (!branch) return;
                event.stopPropagation();
                setFocusId(node.id);
                toggle(node.id);
              }}
            >
              {branch && <Twist aria-hidden />}
            </span>
            {check !== undefined && (
              <span
                aria-hidden
                className={cn(
                  "grid size-4 shrink-0 place-items-center rounded-[4px] border-[1.5px] [&_svg]:size-3 [&_svg]:text-on-accent",
                  check ? "border-accent bg-accent" : "border-line-field bg-surface",
                )}
              >
                {check === "mixed" ? <Minus strokeWidth={3} /> : check && <Check strokeWidth={3} />}
              </span>
            )}
            {node.icon}
            <span className="min-w-0 truncate">{node.label}</span>
            {node.end !== undefined && <span className="ms-auto font-normal text-ink-3 text-xs">{node.end}</span>}
          </div>
        );
      })}
    </div>
  );
}
