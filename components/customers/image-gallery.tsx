"use client";
import { Images, Info, Upload } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { DropArea } from "@/components/compose/upload/drop-area";
import { imagesIn } from "@/components/compose/upload/pasted-images";
import { Button } from "@/components/ui/button";
import { LoadMore } from "@/components/ui/load-more";
import { partOf, usePart } from "@/components/ui/load-part";
import type { MenuItem } from "@/components/ui/menu";
import { Note } from "@/components/ui/note";
import { StateBlock } from "@/components/ui/states";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import type { CustomerImageDto, CustomerImagePage, ImageCountDto } from "@/lib/customer-images/customer-image-dto";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { ImageTile, WayTile } from "./image-tile";
import { useGallery } from "./use-gallery";

type Props = {
  customerId: number;
  first: CustomerImagePage;
  may: { write: boolean; reconcile: boolean };
};

const viewer = partOf(() => import("./image-viewer").then((module) => module.ImageViewer));

/** A customer's pictures: drop, choose or paste to upload; press one to look at it. */
export function ImageGallery({ customerId, first, may }: Props) {
  const t = useTranslations("customerImages");
  const gallery = useGallery(customerId, first);
  const [shownId, setShownId] = useState<number | null>(null);
  const [wasShown, setWasShown] = useState(false);
  const ImageViewer = usePart(viewer, wasShown);
  const { items, onTheirWay, count } = gallery;
  const show = (id: number | null) => {
    setWasShown(true);
    setShownId(id);
  };
  usePaste(may.write ? gallery.add : null);
  const removeAt = (index: number) => {
    const next = items[index + 1] ?? items[index - 1] ?? null;
    const image = items[index];
    if (!image) return;
    gallery.remove(image);
    // The focus stays among the pictures, and the big view goes on to the next.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-image="${next?.id}"]`)?.focus());
    if (shownId !== null) setShownId(next?.id ?? null);
  };
  const isEmpty = items.length === 0 && onTheirWay.length === 0;
  return (
    <DropArea group={1} uploads={{ add: (_, files) => gallery.add(files) }} disabled={!may.write}>
      {({ isOver, choose }) => (
        <Card
          aria-labelledby="customer-images"
          className={isOver ? "outline-2 outline-focus outline-offset-1" : undefined}
        >
          <CardHead id="customer-images" title={t("title")} note={count.rows > 0 && t("rows", { count: count.rows })}>
            {may.write && (
              <Button size="sm" onClick={choose}>
                <Upload aria-hidden />
                {t("add")}
              </Button>
            )}
          </CardHead>
          {isEmpty ? (
            <StateBlock icon={<Images aria-hidden />} title={isOver ? t("dropHere") : t("empty")} heading="h3">
              {t(may.write ? "emptyWhy" : "emptyRead")}
            </StateBlock>
          ) : (
            <CardBody className="grid gap-3">
              <Counted count={count} mayReconcile={may.reconcile} />
              <ul className="grid grid-cols-3 items-start gap-2 md:grid-cols-[repeat(auto-fill,minmax(104px,1fr))]">
                {onTheirWay.map((item) => (
                  <WayTile
                    key={item.localId}
                    item={item}
                    onRetry={() => gallery.retry(item.localId)}
                    onDismiss={() => gallery.dismiss(item.localId)}
                  />
                ))}
                {items.map((image, index) => (
                  <ImageTile
                    key={image.id}
                    image={image}
                    onOpen={() => show(image.id)}
                    onRemove={may.write ? () => removeAt(index) : null}
                    actions={may.write ? actionsFor(image, t, gallery, () => removeAt(index)) : null}
                  />
                ))}
              </ul>
              {may.write && (
                <p className="text-ink-3 text-xs" aria-live="polite">
                  {isOver ? t("dropHere") : (gallery.notice ?? t("hint"))}
                </p>
              )}
            </CardBody>
          )}
          {gallery.nextCursor && <LoadMore onMore={gallery.more} busy={gallery.isLoading} />}
          {ImageViewer && (
            <ImageViewer
              images={items}
              shownId={shownId}
              onShow={setShownId}
              may={may}
              onCover={gallery.setCover}
              onRemove={removeAt}
            />
          )}
        </Card>
      )}
    </DropArea>
  );
}

function actionsFor(
  image: CustomerImageDto,
  t: ReturnType<typeof useTranslations<"customerImages">>,
  gallery: Pick<ReturnType<typeof useGallery>, "setCover">,
  remove: () => void,
): MenuItem[] {
  return [
    { id: "original", label: t("original"), href: image.src },
    ...(image.isReadable
      ? [
          {
            id: "cover",
            label: t(image.isCover ? "dropCover" : "makeCover"),
            onSelect: () => gallery.setCover(image, !image.isCover),
          },
        ]
      : []),
    "line",
    { id: "remove", label: t("remove"), danger: true, shortcut: "Del", onSelect: remove },
  ];
}

/** How many were seen with their own eyes, and when (D-34); where that isn't how many there are, why. */
function Counted({ count, mayReconcile }: { count: ImageCountDto; mayReconcile: boolean }) {
  const t = useTranslations("customerImages");
  const locale = toLocale(useLocale());
  const { rows, verified, checkedAt, changedSince } = count;
  if (verified === null || checkedAt === null) return <p className="text-ink-3 text-sm">{t("notVerified")}</p>;
  const line = [
    t("verified", { count: verified, when: formatDay(new Date(checkedAt), locale) }),
    changedSince && t("changedSince"),
  ];
  return (
    <>
      <p className="text-ink-2 text-sm">{line.filter(Boolean).join(" · ")}</p>
      {verified < rows && !changedSince && (
        <Note family="is-unknown" icon={<Info aria-hidden />} title={t("differs", { rows, verified })}>
          {mayReconcile ? (
            <>
              {t("differsWhy")}{" "}
              <Link href="/images" className="font-medium text-accent-ink underline underline-offset-2">
                {t("toSync")}
              </Link>
            </>
          ) : (
            t("differsWait")
          )}
        </Note>
      )}
    </>
  );
}

/** Pictures pasted anywhere on the page, unless into a field. */
function usePaste(add: ((files: readonly File[]) => void) | null) {
  const latest = useRef(add);
  useEffect(() => {
    latest.current = add;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const images = event.defaultPrevented || !latest.current ? [] : imagesIn(event);
      if (images.length === 0) return;
      event.preventDefault();
      latest.current?.(images);
    };
    window.addEventListener("paste", onPaste);
    return () => window.removeEventListener("paste", onPaste);
  }, []);
}
