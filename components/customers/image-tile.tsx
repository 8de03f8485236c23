"use client";
import { ImageOff, MoreVertical, RotateCw, Star, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { CustomerImageDto } from "@/lib/customer-images/customer-image-dto";
import type { OnItsWay } from "./use-gallery";

type Props = {
  image: CustomerImageDto;
  /** Null where nothing may be changed. */
  actions: readonly MenuItem[] | null;
  onOpen: () => void;
  onRemove: (() => void) | null;
};

/** One picture: press it to look at it, Delete takes it away. One that can't be shown says so. */
export function ImageTile({ image, actions, onOpen, onRemove }: Props) {
  const t = useTranslations("customerImages");
  return (
    <li className="relative grid gap-1">
      <button
        type="button"
        data-image={image.id}
        onClick={onOpen}
        onKeyDown={(event) => {
          if (!onRemove || (event.key !== "Delete" && event.key !== "Backspace")) return;
          event.preventDefault();
          onRemove();
        }}
        aria-label={t(image.isCover ? "openCover" : "open", { name: image.name })}
        className="relative block aspect-square w-full overflow-hidden rounded-md border border-line-strong bg-sunken outline-offset-2"
      >
        <Picture key={image.thumb} src={image.isReadable ? image.thumb : null} />
        {image.isCover && (
          <span className="absolute bottom-1 left-1 inline-flex items-center gap-1 rounded-sm bg-ink/80 px-1.5 py-0.5 font-medium text-surface text-xs">
            <Star className="size-3" aria-hidden />
            {t("cover")}
          </span>
        )}
      </button>
      {actions && (
        <span className="absolute top-1 right-1">
          <Menu items={actions} label={t("menuOf", { name: image.name })}>
            <IconButton
              size="sm"
              label={t("menuOf", { name: image.name })}
              className="bg-surface/85 text-ink shadow-float hover:bg-surface"
            >
              <MoreVertical aria-hidden />
            </IconButton>
          </Menu>
        </span>
      )}
      <small className="truncate text-ink-3 text-xs" title={image.name}>
        {image.name}
      </small>
    </li>
  );
}

/** A picture, or in its place the word that it can't be loaded. */
export function Picture({ src, large = false, alt = "" }: { src: string | null; large?: boolean; alt?: string }) {
  const t = useTranslations("customerImages");
  const [isBroken, setBroken] = useState(src === null);
  const picture = useRef<HTMLImageElement>(null);
  // It may have failed before anybody listened.
  useEffect(() => {
    const { current } = picture;
    if (current?.complete && current.naturalWidth === 0) setBroken(true);
  }, []);
  if (isBroken || src === null)
    return (
      <span className="grid size-full place-content-center justify-items-center gap-1 p-2 text-center text-failed text-xs">
        <ImageOff className="size-5" aria-hidden />
        {t("broken")}
      </span>
    );
  return (
    // biome-ignore lint/performance/noImgElement: our own pictures; the optimizer is switched off
    <img
      ref={picture}
      src={src}
      alt={alt}
      draggable={false}
      loading={large ? "eager" : "lazy"}
      onError={() => setBroken(true)}
      className={cn("size-full", large ? "object-contain" : "object-cover")}
    />
  );
}

type WayProps = { item: OnItsWay; onRetry: () => void; onDismiss: () => void };

/** One on its way up: how far it is, or why it didn't get there. */
export function WayTile({ item, onRetry, onDismiss }: WayProps) {
  const t = useTranslations("customerImages");
  const failed = item.error !== undefined;
  return (
    <li className="relative grid gap-1">
      <span
        className={cn(
          "relative block aspect-square overflow-hidden rounded-md border",
          failed ? "border-failed-border bg-failed-surface" : "border-line-strong bg-sunken",
        )}
      >
        {item.thumb && (
          // biome-ignore lint/performance/noImgElement: a small copy of a local file
          <img src={item.thumb} alt="" className={cn("size-full object-cover", failed ? "opacity-30" : "opacity-70")} />
        )}
        {!failed && (
          <span
            role="progressbar"
            aria-label={item.name}
            aria-valuenow={item.progress}
            aria-valuemin={0}
            aria-valuemax={100}
            className="absolute inset-x-2 bottom-2 h-1 overflow-hidden rounded-full bg-surface"
          >
            <span className="block h-full bg-sending-mark" style={{ width: `${item.progress}%` }} />
          </span>
        )}
        {failed && item.canRetry && (
          <button
            type="button"
            onClick={onRetry}
            aria-label={t("retryName", { name: item.name })}
            className="absolute inset-0 grid place-content-center justify-items-center gap-1 font-medium text-failed text-xs"
          >
            <RotateCw className="size-4" aria-hidden />
            {t("retry")}
          </button>
        )}
      </span>
      <span className="absolute top-1 right-1">
        <IconButton
          size="sm"
          label={t("dismiss", { name: item.name })}
          onClick={onDismiss}
          className="bg-surface/85 text-ink shadow-float hover:bg-surface"
        >
          <X aria-hidden />
        </IconButton>
      </span>
      <small
        role={failed ? "alert" : undefined}
        className={cn("text-xs", failed ? "text-failed [overflow-wrap:anywhere]" : "truncate text-ink-3")}
      >
        {failed ? item.error : t("uploading", { percent: item.progress })}
      </small>
    </li>
  );
}
