"use client";
import { ChevronLeft, ChevronRight, ExternalLink, Star, Trash2 } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "use-intl";
import { Button, IconButton } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Modal } from "@/components/ui/overlay";
import type { CustomerImageDto } from "@/lib/customer-images/customer-image-dto";
import { toLocale } from "@/lib/i18n/locale";
import { formatDateTime } from "@/lib/time/format";
import { Picture } from "./image-tile";

type Props = {
  images: readonly CustomerImageDto[];
  shownId: number | null;
  onShow: (id: number | null) => void;
  may: { write: boolean; reconcile: boolean };
  onCover: (image: CustomerImageDto, isCover: boolean) => void;
  onRemove: (index: number) => void;
};

/** One picture as large as the screen lets it be; the arrow keys go on. */
export function ImageViewer({ images, shownId, onShow, may, onCover, onRemove }: Props) {
  const t = useTranslations("customerImages");
  const locale = toLocale(useLocale());
  const index = images.findIndex(({ id }) => id === shownId);
  const image = images[index];
  const go = (by: number) => {
    const next = images[index + by];
    if (next) onShow(next.id);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowLeft") go(-1);
    else if (event.key === "ArrowRight") go(1);
    else if (event.key === "Delete" && may.write) onRemove(index);
  };
  return (
    <Modal
      wide
      open={image !== undefined}
      onOpenChange={(open) => !open && onShow(null)}
      title={image?.name ?? ""}
      foot={
        image && (
          <>
            <Link
              href={image.src}
              target="_blank"
              prefetch={false}
              className="me-auto inline-flex items-center gap-1.5 text-ink-2 text-sm hover:text-ink"
            >
              <ExternalLink className="size-4" aria-hidden />
              {t("original")}
            </Link>
            {may.write && image.isReadable && (
              <Button onClick={() => onCover(image, !image.isCover)}>
                <Star aria-hidden />
                {t(image.isCover ? "dropCover" : "makeCover")}
              </Button>
            )}
            {may.write && (
              <Button variant="danger" onClick={() => onRemove(index)}>
                <Trash2 aria-hidden />
                {t("remove")}
              </Button>
            )}
          </>
        )
      }
    >
      {image && (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys are extras; the buttons do the same
        <div className="grid gap-3" onKeyDown={onKeyDown}>
          <div className="relative h-[min(56dvh,480px)] overflow-hidden rounded-md bg-sunken">
            <Picture key={image.src} large src={image.isReadable ? image.src : null} alt={image.name} />
            <Step by={-1} isThere={index > 0} onGo={go} label={t("previous")} />
            <Step by={1} isThere={index < images.length - 1} onGo={go} label={t("next")} />
          </div>
          <p className="flex justify-between gap-3 text-ink-3 text-xs">
            <span>{t("position", { index: index + 1, count: images.length })}</span>
            <span className="max-md:hidden">{t("keys")}</span>
          </p>
          <Facts
            facts={[
              [t("facts.uploaded"), formatDateTime(new Date(image.uploadedAt), locale)],
              ...(image.bytes === null
                ? []
                : ([[t("facts.size"), t("bytes", { kilobytes: Math.ceil(image.bytes / 1024) })]] as const)),
              ...(image.width && image.height
                ? ([[t("facts.pixels"), `${image.width} × ${image.height}`]] as const)
                : []),
              ...(image.origin === "imported" ? ([[t("facts.from"), t("facts.imported")]] as const) : []),
            ]}
          />
        </div>
      )}
    </Modal>
  );
}

type StepProps = { by: -1 | 1; isThere: boolean; onGo: (by: number) => void; label: string };

function Step({ by, isThere, onGo, label }: StepProps) {
  return (
    <span className={`absolute top-1/2 -translate-y-1/2 ${by < 0 ? "left-2" : "right-2"}`}>
      <IconButton
        label={label}
        aria-disabled={!isThere || undefined}
        onClick={() => onGo(by)}
        className="bg-surface/85 text-ink shadow-float hover:bg-surface"
      >
        {by < 0 ? <ChevronLeft aria-hidden /> : <ChevronRight aria-hidden />}
      </IconButton>
    </span>
  );
}
