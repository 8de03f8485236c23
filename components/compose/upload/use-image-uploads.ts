"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { displayName } from "@/lib/images/image-name";
import { thumbUrl } from "@/lib/images/image-url";
import { IMAGES_PER_GROUP } from "@/lib/images/limits";
import { checkFile } from "./check-file";
import {
  changed,
  type Group,
  inGroup,
  moved,
  movedAll,
  readyKeys,
  roomIn,
  type StoredImage,
  type UploadItem,
  type UploadList,
  without,
} from "./upload-list";
import { createUploader, type Uploader } from "./uploader";

type Images = { 1: readonly StoredImage[]; 2: readonly StoredImage[] };

export type ImageUploads = {
  items: UploadList;
  inGroup(group: Group): UploadList;
  /** Keys of what is ready, in order; the same array while nothing changed. */
  keys: { 1: readonly string[]; 2: readonly string[] };
  uploadingCount: number;
  failedCount: number;
  /** How many more fit. */
  room(group: Group): number;
  add(group: Group, files: readonly File[]): void;
  retry(localId: string): void;
  /** Also stops a running upload. */
  remove(localId: string): void;
  /** False where the other group is full. `index` = place in the target after removal. */
  move(localId: string, group: Group, index: number): boolean;
  moveAll(from: Group, to: Group): void;
  replace(images: Images): void;
  notice: string | null;
  dismissNotice(): void;
};

const newId = () => crypto.randomUUID();
const itemOf = (group: Group, image: StoredImage): UploadItem => ({
  localId: newId(),
  group,
  name: image.name,
  status: "ready",
  progress: 100,
  thumbUrl: thumbUrl(image.key),
  key: image.key,
  width: image.width,
  height: image.height,
});
const itemsOf = (images: Images): UploadList =>
  ([1, 2] as const).flatMap((group) => images[group].map((image) => itemOf(group, image)));

const NONE: Images = { 1: [], 2: [] };
const megabytes = (bytes: number) => bytes / 1024 / 1024;

/** The pictures of a schedule being written, from the file on the user's disk to the key in the form (S2-58…S2-64). */
export function useImageUploads({ initial = NONE }: { initial?: Images } = {}): ImageUploads {
  const t = useTranslations("images");
  const [items, setItems] = useState<UploadList>(() => itemsOf(initial));
  const [notice, setNotice] = useState<string | null>(null);
  const now = useRef(items);
  const uploader = useRef<Uploader | null>(null);

  // Uploads report long after the render that started them, so the latest list lives beside the state.
  const update = (next: UploadList) => {
    now.current = next;
    setItems(next);
  };
  const change = (localId: string, to: Partial<UploadItem>) =>
    update(changed(now.current, localId, (item) => ({ ...item, ...to })));

  const fail = (localId: string, error: string, canRetry: boolean) =>
    change(localId, { status: "failed", error, canRetry });
  const sender = () => {
    uploader.current ??= createUploader({
      onProgress: (localId, progress) => change(localId, { progress }),
      onThumb: (localId, url) => change(localId, { thumbUrl: url }),
      onReady: (localId, image) => change(localId, { status: "ready", progress: 100, ...image }),
      onFailed: (localId, said, canRetry) => fail(localId, said ?? t("noAnswer"), canRetry),
    });
    return uploader.current;
  };
  useEffect(
    () => () => {
      uploader.current?.close();
      uploader.current = null;
    },
    [],
  );

  function add(group: Group, files: readonly File[]) {
    const images = files.filter((file) => checkFile(file) !== "wrongType");
    const chosen = images.slice(0, roomIn(now.current, group));
    const notes = [
      images.length < files.length && t("notImages", { count: files.length - images.length }),
      chosen.length < images.length &&
        t("groupFull", { group, maximum: IMAGES_PER_GROUP, count: images.length - chosen.length }),
    ].filter((note) => note !== false);
    setNotice(notes.join(" ") || null);
    const added = chosen.map((file) => ({ file, localId: newId() }));
    update([
      ...now.current,
      ...added.map(({ file, localId }): UploadItem => {
        const item = { localId, group, name: displayName(file.name), progress: 0 } as const;
        const wrong = checkFile(file);
        if (wrong === null || wrong === "wrongType") return { ...item, status: "uploading" };
        const error = t(wrong, { size: megabytes(file.size), maximum: 10 });
        return { ...item, status: "failed", error, canRetry: false };
      }),
    ]);
    for (const { file, localId } of added) if (checkFile(file) === null) sender().send(localId, file);
  }

  function retry(localId: string) {
    if (!sender().again(localId)) return;
    update(
      changed(now.current, localId, ({ error: _, canRetry: __, ...item }) => ({
        ...item,
        status: "uploading",
        progress: 0,
      })),
    );
  }

  function remove(localId: string) {
    uploader.current?.forget(localId);
    update(without(now.current, localId));
  }

  function move(localId: string, group: Group, index: number): boolean {
    const next = moved(now.current, localId, group, index);
    if (next) update(next);
    else setNotice(t("otherFull", { group, maximum: IMAGES_PER_GROUP }));
    return next !== null;
  }

  function replace(images: Images) {
    for (const { localId } of now.current) uploader.current?.forget(localId);
    setNotice(null);
    update(itemsOf(images));
  }

  const joined = { 1: readyKeys(items, 1).join("|"), 2: readyKeys(items, 2).join("|") };
  const first = useMemo(() => joined[1].split("|").filter(Boolean), [joined[1]]);
  const second = useMemo(() => joined[2].split("|").filter(Boolean), [joined[2]]);

  return {
    items,
    inGroup: (group) => inGroup(items, group),
    keys: { 1: first, 2: second },
    uploadingCount: items.filter((item) => item.status === "uploading").length,
    failedCount: items.filter((item) => item.status === "failed").length,
    room: (group) => roomIn(items, group),
    add,
    retry,
    remove,
    move,
    moveAll: (from, to) => update(movedAll(now.current, from, to)),
    replace,
    notice,
    dismissNotice: () => setNotice(null),
  };
}
