import { cn } from "@/components/ui/cn";
import { albumSlices, pictureRatio } from "./album-rows";

export type AlbumPicture = {
  id: string;
  /** Null while there is nothing to show yet: the place is kept. */
  url: string | null;
  /** Said to a screen reader; without it the whole album has one label. */
  alt?: string;
  /** Where the whole picture is; makes it a link. */
  href?: string;
  /** Pixels, so that a picture alone has its shape before it has arrived. */
  width?: number;
  height?: number;
};

type Props = { pictures: readonly AlbumPicture[]; label: string; dim?: boolean };

/** One message of pictures as the room shows it. */
export function Album({ pictures, label, dim = false }: Props) {
  const pressable = pictures.some((picture) => picture.href);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div
      role={pressable ? "group" : "img"}
      aria-label={label}
      className={cn("grid w-[236px] min-w-0 gap-0.5 overflow-hidden rounded-[14px]", dim && "opacity-45")}
    >
      {albumSlices(pictures.length).map(([from, to]) => (
        <div
          key={from}
          className="grid gap-0.5"
          style={{ gridTemplateColumns: `repeat(${to - from}, minmax(0, 1fr))` }}
        >
          {pictures.slice(from, to).map((picture) => (
            <Picture key={picture.id} picture={picture} alone={pictures.length === 1} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Picture({ picture, alone }: { picture: AlbumPicture; alone: boolean }) {
  const { url, alt = "", href, width, height } = picture;
  const place = "block overflow-hidden bg-kakao-meta/25";
  const style = { aspectRatio: alone ? pictureRatio(width, height) : 1 };
  // biome-ignore lint/performance/noImgElement: our own pictures; the optimizer is switched off
  const image = url && <img src={url} alt={alt} draggable={false} className="size-full object-cover" />;
  if (!href)
    return (
      <span className={place} style={style}>
        {image}
      </span>
    );
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={cn(place, "focus-visible:-outline-offset-2")}
      style={style}
    >
      {image}
    </a>
  );
}
