import type { ComponentProps } from "react";
import { Select } from "@/components/ui/select";
import type { TreeNode } from "@/lib/orgs/tree";

type Props = Omit<ComponentProps<typeof Select>, "children"> & {
  nodes: readonly TreeNode[];
  /** Ids that can't be chosen; they stay visible, so that the tree reads as it is. */
  barred?: (node: TreeNode) => boolean;
  placeholder?: string;
};

/** One organisation of a tree, indented as it stands. */
export function OrgChoice({ nodes, barred = () => false, placeholder, ...rest }: Props) {
  return (
    <Select {...rest}>
      {placeholder && <option value="">{placeholder}</option>}
      {nodes.map((node) => (
        <option key={node.org.id} value={node.org.id} disabled={barred(node)}>
          {`${"\u2003".repeat(node.depth)}${node.org.name}`}
        </option>
      ))}
    </Select>
  );
}
