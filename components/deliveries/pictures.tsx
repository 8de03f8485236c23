"use client";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { thumbUrl } from "@/lib/images/image-url";

/** The pictures of one part, small, in the order they go. */
export function Pictures({ keys, large = false }: { keys: readonly string[]; large?: boolean }) {
  const t = useTranslations("logDetail.parts");
  return (
    <ul className="flex flex-wrap gap-1.5">
      {keys.map((key, i) => (
        <li key={key}>
          {/* biome-ignore lint/performance/noImgElement: thumbnails are ours, made once, 256 px */}
          <img
            src={thumbUrl(key)}
            alt={t("picture", { index: i + 1 })}
            width={large ? 64 : 40}
            height={large ? 64 : 40}
            loading="lazy"
            className={cn("rounded-md border border-line bg-sunken object-cover", large ? "size-16" : "size-10")}
          />
        </li>
      ))}
    </ul>
  );
}
