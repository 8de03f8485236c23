import "server-only";
import { IMAGE_MAX_PIXELS } from "./limits";

/** What Solapi takes as an MMS picture; carriers cut what is larger. */
export const MMS_MAX_BYTES = 200 * 1024;
/** Longest side. Phones show no more of an MMS, and older carriers refuse it (anchors §7 has 2,048 as the outermost). */
const SIDES_PX = [1_440, 1_080, 800, 640, 480, 320];
const QUALITIES = [85, 75, 65, 55, 45];

/**
 * A kept picture as the JPEG an MMS may carry: upright, at most 200 KB, as large and as fine as that allows; of an animation
 * the first picture, transparency on white. The same bytes give the same bytes.
 * @throws Error where the bytes are no picture, which a kept one always is
 */
export async function fitMms(input: Uint8Array): Promise<Buffer> {
  // Only what has a picture loads its decoder: most passes of a worker have none.
  const { default: sharp } = await import("sharp");
  for (const side of SIDES_PX) {
    const small = await sharp(input, { pages: 1, limitInputPixels: IMAGE_MAX_PIXELS })
      .autoOrient()
      .resize(side, side, { fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = small.info;
    for (const quality of QUALITIES) {
      const jpeg = await sharp(small.data, { raw: { width, height, channels } }).jpeg({ quality }).toBuffer();
      if (jpeg.byteLength <= MMS_MAX_BYTES) return jpeg;
    }
  }
  throw new Error("a picture of 320 pixels is larger than an MMS takes");
}
