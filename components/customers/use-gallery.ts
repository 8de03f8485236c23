"use client";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { checkFile } from "@/components/compose/upload/check-file";
import { sendImageTo } from "@/components/compose/upload/send-image";
import { createUploaderBy } from "@/components/compose/upload/uploader";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import type { CustomerImageDto, CustomerImagePage } from "@/lib/customer-images/customer-image-dto";
import { displayName } from "@/lib/images/image-name";

/** A picture that is still on its way up, or didn't get there. */
export type OnItsWay = {
  localId: string;
  name: string;
  progress: number;
  thumb?: string;
  error?: string;
  canRetry?: boolean;
};

const readImage = (body: unknown): CustomerImageDto | null =>
  typeof body === "object" && body !== null && "id" in body && "thumb" in body ? (body as CustomerImageDto) : null;
const byNewest = (a: CustomerImageDto, b: CustomerImageDto) => b.uploadedAt.localeCompare(a.uploadedAt) || b.id - a.id;

/** The pictures of a customer, and everything that may be done with them: upload, delete with its undo, the cover. */
export function useGallery(customerId: number, first: CustomerImagePage) {
  const t = useTranslations("customerImages");
  const said = useTranslations("images");
  const say = useSayError();
  const toast = useToast();
  const path = `/api/customers/${customerId}/images`;
  const [page, setPage] = useState(first);
  const [onTheirWay, setOnTheirWay] = useState<readonly OnItsWay[]>([]);
  const [isLoading, setLoading] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);

  const change = (localId: string, to: Partial<OnItsWay>) =>
    setOnTheirWay((all) => all.map((one) => (one.localId === localId ? { ...one, ...to } : one)));
  const putAway = (localId: string) => setOnTheirWay((all) => all.filter((one) => one.localId !== localId));
  /** Puts a picture in its place among those that are shown. */
  const put = (image: CustomerImageDto, more: number) =>
    setPage(({ items, nextCursor, count }) => ({
      items: [image, ...items.filter(({ id }) => id !== image.id)].sort(byNewest),
      nextCursor,
      count: { ...count, rows: count.rows + more, changedSince: count.checkedAt !== null },
    }));
  const take = (image: CustomerImageDto) =>
    setPage(({ items, nextCursor, count }) => ({
      items: items.filter(({ id }) => id !== image.id),
      nextCursor,
      count: { ...count, rows: count.rows - 1, changedSince: count.checkedAt !== null },
    }));

  const make = () =>
    createUploaderBy<CustomerImageDto>(
      {
        onProgress: (localId, progress) => change(localId, { progress }),
        onThumb: (localId, thumb) => change(localId, { thumb }),
        onReady: (localId, image) => {
          putAway(localId);
          put(image, 1);
        },
        onFailed: (localId, why, canRetry) => change(localId, { error: why ?? said("noAnswer"), canRetry }),
      },
      (...given) => sendImageTo(path, readImage, ...given),
      ({ thumb }) => thumb,
    );
  const uploader = useRef<ReturnType<typeof make> | null>(null);
  const sender = () => {
    uploader.current ??= make();
    return uploader.current;
  };
  useEffect(
    () => () => {
      uploader.current?.close();
      uploader.current = null;
    },
    [],
  );

  function add(files: readonly File[]) {
    const pictures = files.filter((file) => checkFile(file) !== "wrongType");
    setNotice(pictures.length < files.length ? said("notImages", { count: files.length - pictures.length }) : null);
    for (const file of pictures) {
      const localId = crypto.randomUUID();
      const wrong = checkFile(file);
      const name = displayName(file.name);
      const error = wrong && wrong !== "wrongType" && said(wrong, { size: file.size / 1_048_576, maximum: 10 });
      setOnTheirWay((all) => [{ localId, name, progress: 0, ...(error && { error, canRetry: false }) }, ...all]);
      if (!error) sender().send(localId, file);
    }
  }

  function retry(localId: string) {
    if (!sender().again(localId)) return;
    setOnTheirWay((all) =>
      all.map((one) => {
        if (one.localId !== localId) return one;
        const { error: _, canRetry: __, ...rest } = one;
        return { ...rest, progress: 0 };
      }),
    );
  }

  function dismiss(localId: string) {
    uploader.current?.forget(localId);
    putAway(localId);
  }

  const tell = (error: unknown) => toast({ text: say(error), tone: "failed" });

  /** Gone at once, and back within ten seconds where it was a slip. */
  async function remove(image: CustomerImageDto) {
    take(image);
    try {
      await api(`${path}/${image.id}`, { method: "DELETE" });
    } catch (error) {
      put(image, 1);
      return tell(error);
    }
    const undo = async () => {
      try {
        put(await api<CustomerImageDto>(`${path}/${image.id}/restore`, { method: "POST" }), 1);
        toast({ text: t("restored", { name: image.name }) });
      } catch (error) {
        tell(error);
      }
    };
    toast({ text: t("removed", { name: image.name }), undo });
  }

  async function setCover(image: CustomerImageDto, isCover: boolean) {
    try {
      await api(`${path}/${image.id}/cover`, { method: isCover ? "POST" : "DELETE" });
      setPage((old) => ({
        ...old,
        items: old.items.map((one) => ({
          ...one,
          isCover: one.id === image.id ? isCover : isCover ? false : one.isCover,
        })),
      }));
      toast({ text: t(isCover ? "coverSet" : "coverDropped") });
    } catch (error) {
      tell(error);
    }
  }

  async function more() {
    setLoading(true);
    try {
      const next = await api<CustomerImagePage>(`${path}?cursor=${page.nextCursor}`);
      setPage((old) => {
        const known = new Set(old.items.map(({ id }) => id));
        return {
          ...old,
          items: [...old.items, ...next.items.filter(({ id }) => !known.has(id))],
          nextCursor: next.nextCursor,
        };
      });
    } catch (error) {
      tell(error);
    } finally {
      setLoading(false);
    }
  }

  return {
    ...page,
    ...{ onTheirWay, isLoading, notice },
    ...{ add, retry, dismiss, remove: (image: CustomerImageDto) => void remove(image) },
    setCover: (image: CustomerImageDto, isCover: boolean) => void setCover(image, isCover),
    more: () => void more(),
  };
}
