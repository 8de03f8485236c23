import type { ReactNode } from "react";

export type TreeNode = {
  id: string;
  label: ReactNode;
  /** The same in plain text, for finding by typing; needed where `label` is not a string. */
  text?: string;
  icon?: ReactNode;
  /** Right end: a count, `쉼`. */
  end?: ReactNode;
  /** Closed: grey. */
  off?: boolean;
  children?: readonly TreeNode[];
};

export type TreeRow = {
  node: TreeNode;
  /** 1 at the top. */
  level: number;
  parentId: string | null;
  position: number;
  siblings: number;
};

/** What of a tree is in sight, top to bottom: children only of open nodes. */
export function rowsInSight(nodes: readonly TreeNode[], open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (list: readonly TreeNode[], level: number, parentId: string | null) => {
    for (const [i, node] of list.entries()) {
      rows.push({ node, level, parentId, position: i + 1, siblings: list.length });
      if (open.has(node.id) && node.children) walk(node.children, level + 1, node.id);
    }
  };
  walk(nodes, 1, null);
  return rows;
}

/** The nodes that must be open for one to be in sight, outermost first; empty when it isn't there. */
export function ancestorsOf(nodes: readonly TreeNode[], id: string): string[] {
  for (const node of nodes) {
    if (node.id === id) return [];
    const inside = node.children ? find(node.children, id) : null;
    if (inside) return [node.id, ...inside];
  }
  return [];
}

function find(nodes: readonly TreeNode[], id: string): string[] | null {
  for (const node of nodes) {
    if (node.id === id) return [];
    const inside = node.children && find(node.children, id);
    if (inside) return [node.id, ...inside];
  }
  return null;
}

export const textOf = (node: TreeNode): string => node.text ?? (typeof node.label === "string" ? node.label : "");

/** Where a key leads from row `at`; null when the key isn't ours. */
export function treeMove(
  rows: readonly TreeRow[],
  at: number,
  key: string,
  open: ReadonlySet<string>,
): TreeStep | null {
  const row = rows[at];
  if (!row) return null;
  const branch = (row.node.children?.length ?? 0) > 0;
  const isOpen = open.has(row.node.id);
  switch (key) {
    case "ArrowDown":
      return { to: Math.min(at + 1, rows.length - 1) };
    case "ArrowUp":
      return { to: Math.max(at - 1, 0) };
    case "Home":
      return { to: 0 };
    case "End":
      return { to: rows.length - 1 };
    case "ArrowRight":
      return branch && !isOpen ? { toggle: row.node.id } : { to: branch ? at + 1 : at };
    case "ArrowLeft":
      if (branch && isOpen) return { toggle: row.node.id };
      return { to: row.parentId === null ? at : rows.findIndex((one) => one.node.id === row.parentId) };
    default:
      return null;
  }
}
export type TreeStep = { to: number } | { toggle: string };

const INITIALS = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"];
/** Keys of a Korean keyboard as they arrive where nothing can be written: the browser hands over the Latin letter. */
const KEYS = Object.fromEntries([..."rRseEfaqQtTdwWczxvg"].map((key, i) => [key, INITIALS[i]!]));

const initialOf = (letter: string): string => {
  const code = letter.charCodeAt(0) - 0xac00;
  return code >= 0 && code < 11_172 ? INITIALS[Math.floor(code / 588)]! : letter;
};
const isInitials = (text: string, typed: string): boolean => {
  const initials = [...text].map(initialOf).join("");
  return initials.startsWith([...typed].map((key) => KEYS[key] ?? key).join(""));
};

/** The next row, from `at` on and around, whose words, or their initial consonants, begin with what was typed. */
export function treeFind(rows: readonly TreeRow[], at: number, typed: string): number {
  const start = typed.length === 1 ? at + 1 : at;
  for (let i = 0; i < rows.length; i++) {
    const index = (start + i) % rows.length;
    const text = textOf(rows[index]!.node);
    if (text.toLowerCase().startsWith(typed.toLowerCase()) || isInitials(text, typed)) return index;
  }
  return at;
}
