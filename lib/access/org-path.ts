/** An organisation's place in the tree: `/1/4/17/`, ids from the top down. The trailing slash keeps `/1/4/` from matching `/1/44/`. */
export type OrgPath = `/${string}/`;

/** True when `path` lies in the subtree of `ancestor`, the ancestor itself included. */
export const isSelfOrBelow = (path: string, ancestor: string): boolean => path.startsWith(ancestor);

/** Path of a child whose id is `id`; a top organisation has parent null. */
export const childPath = (parent: string | null, id: number): OrgPath => `${parent ?? "/"}${id}/` as OrgPath;

/** Ids of a path from the top down, the organisation itself last. */
export const pathIds = (path: string): number[] => path.split("/").filter(Boolean).map(Number);
