import sharp from "sharp";
import { rasterise, storyPictures } from "./pictures";

const LOOKS = [
  { width: 480, height: 480 },
  { width: 480, height: 360 },
] as const;
const SMALL_PX = 96;

export type CustomerPictures = {
  /** The n-th picture, of that drawing: no two have the same bytes. */
  picture: (n: number, drawing: number) => Buffer;
  /** A small one of it, of the same shape. */
  small: (n: number, drawing: number) => Buffer;
};

/** Some hundred different pictures of a few drawings: each is taken in a few ways, and a comment makes its bytes its own. */
export async function drawCustomerPictures(): Promise<CustomerPictures> {
  const drawings = storyPictures.filter(({ mime }) => mime === "image/jpeg");
  const taken = await Promise.all(
    drawings.flatMap((drawing) =>
      LOOKS.map(async (box) => {
        const { data, info } = await rasterise(drawing, box);
        const raw = { width: info.width, height: info.height, channels: info.channels };
        const shrunk = sharp(data, { raw }).resize(SMALL_PX, SMALL_PX, { fit: "inside" });
        const [large, small] = await Promise.all([
          sharp(data, { raw }).jpeg({ quality: 80 }).toBuffer(),
          shrunk.jpeg({ quality: 70 }).toBuffer(),
        ]);
        return { large, small };
      }),
    ),
  );
  const of = (n: number, drawing: number) => taken[(drawing % drawings.length) * LOOKS.length + (n % LOOKS.length)]!;
  return {
    picture: (n, drawing) => withComment(of(n, drawing).large, `picture ${n}`),
    small: (n, drawing) => withComment(of(n, drawing).small, `small ${n}`),
  };
}

/** The same picture in other bytes: a comment behind the first mark, which every reader passes over. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xfffe, 0);
  head.writeUInt16BE(comment.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}
