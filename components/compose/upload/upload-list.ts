import { IMAGES_PER_GROUP } from "@/lib/images/limits";

export type Group = 1 | 2;

/** An image that is already kept, as the server describes it. */
export type StoredImage = { key: string; name: string; width: number; height: number };

export type UploadItem = {
  /** Stable across moves and retries. */
  localId: string;
  group: Group;
  name: string;
  status: "uploading" | "ready" | "failed";
  /** Whole percent; 100 only once the server has answered. */
  progress: number;
  thumbUrl?: string;
  key?: string;
  width?: number;
  height?: number;
  /** Why it failed, in the user's language. */
  error?: string;
  /** False where the file itself is the reason. */
  canRetry?: boolean;
};

/** The pictures of both groups; the order within a group is the order of sending. */
export type UploadList = readonly UploadItem[];

export const inGroup = (list: UploadList, group: Group): UploadList => list.filter((item) => item.group === group);

/** How many more fit into a group (C-38). */
export const roomIn = (list: UploadList, group: Group): number =>
  Math.max(0, IMAGES_PER_GROUP - inGroup(list, group).length);

/** Keys of what is ready, in order. */
export const readyKeys = (list: UploadList, group: Group): string[] =>
  inGroup(list, group).flatMap((item) => (item.status === "ready" && item.key ? [item.key] : []));

export const without = (list: UploadList, localId: string): UploadList =>
  list.filter((item) => item.localId !== localId);

/** The list with one item changed; one that is gone stays gone. */
export const changed = (list: UploadList, localId: string, change: (item: UploadItem) => UploadItem): UploadList =>
  list.map((item) => (item.localId === localId ? change(item) : item));

/**
 * Moves an item within its group or to the other. `index` counts places of the target group after the item was
 * taken out. Null where the other group is full or the item is gone.
 */
export function moved(list: UploadList, localId: string, group: Group, index: number): UploadList | null {
  const item = list.find((one) => one.localId === localId);
  if (!item || (item.group !== group && roomIn(list, group) === 0)) return null;
  const rest = without(list, localId);
  const target = inGroup(rest, group).toSpliced(Math.max(0, index), 0, { ...item, group });
  const other = rest.filter((one) => one.group !== group);
  return group === 1 ? [...target, ...other] : [...other, ...target];
}

/** Moves as many as fit from one group to the end of the other, in order (rulings 36). */
export function movedAll(list: UploadList, from: Group, to: Group): UploadList {
  return inGroup(list, from).reduce<UploadList>(
    (now, item) => moved(now, item.localId, to, IMAGES_PER_GROUP) ?? now,
    list,
  );
}
