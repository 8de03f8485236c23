import "server-only";
import { imageTypeOf } from "@/lib/transports/image-type";

const HEAD_BYTES = 16;

/** A stream of a picture with the type its first bytes say, or null (and closed) where they are no picture's. */
export async function sniffStream(
  body: ReadableStream<Uint8Array>,
): Promise<{ type: string; body: ReadableStream<Uint8Array> } | null> {
  const reader = body.getReader();
  const first: Uint8Array[] = [];
  for (let bytes = 0; bytes < HEAD_BYTES; ) {
    const next = await reader.read();
    if (next.done) break;
    first.push(next.value);
    bytes += next.value.byteLength;
  }
  const type = imageTypeOf(Buffer.concat(first));
  if (!type) {
    await reader.cancel();
    return null;
  }
  return {
    type,
    body: new ReadableStream(
      {
        async pull(controller) {
          const piece = first.shift() ?? (await reader.read()).value;
          if (piece) controller.enqueue(piece);
          else controller.close();
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    ),
  };
}
