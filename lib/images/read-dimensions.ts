import "server-only";
import sharp from "sharp";
// The decoder's own file shuts every loader but the three we know: no header is read before that.
import "./decode-image";
import { sniffImage } from "./sniff-image";
import { webpSize } from "./webp-size";

/** EXIF says of these that the picture lies on its side. */
const ON_ITS_SIDE = 5;

/**
 * Width and height of a picture as it is shown, read from its first bytes alone; null where it is none we know. The picture
 * itself isn't decoded.
 */
export async function readDimensions(head: Uint8Array): Promise<{ width: number; height: number } | null> {
  const webp = webpSize(head);
  if (webp) return webp;
  if (sniffImage(head) === null) return null;
  const facts = await sharp(head, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  const [width, height] = [facts?.width, facts?.pageHeight ?? facts?.height];
  if (!width || !height) return null;
  return (facts?.orientation ?? 1) >= ON_ITS_SIDE ? { width: height, height: width } : { width, height };
}
