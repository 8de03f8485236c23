import { invalid } from "@/lib/errors";
import { IMAGE_MAX_BYTES } from "./limits";
import { tooLarge } from "./upload-request";

/** A sender that says nothing for this long is gone; one that takes this long in all is too slow. */
const IDLE_MS = 30_000;
const TOTAL_MS = 300_000;

const incomplete = () => invalid("image", "imageIncomplete");

/** Settles like `work`, or as incomplete after `ms`. */
function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(incomplete()), Math.max(0, ms));
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * The whole body of an upload, exactly as long as declared: a proxy that cuts bodies must not make half pictures.
 * @param bytes declared length, ≤ IMAGE_MAX_BYTES
 * @throws AppError invalid: 413 past the limit, imageLengthBad where more came than declared, imageIncomplete where less did
 */
export async function receiveBody(body: ReadableStream<Uint8Array> | null, bytes: number): Promise<Uint8Array> {
  if (!body) throw incomplete();
  const whole = new Uint8Array(bytes);
  const endsAtMs = performance.now() + TOTAL_MS;
  const reader = body.getReader();
  const read = () => within(reader.read(), Math.min(IDLE_MS, endsAtMs - performance.now()));
  let received = 0;
  try {
    for (let next = await read(); !next.done; next = await read()) {
      const end = received + next.value.byteLength;
      if (end > bytes) throw end > IMAGE_MAX_BYTES ? tooLarge() : invalid("content-length", "imageLengthBad");
      whole.set(next.value, received);
      received = end;
    }
  } catch (error) {
    // Not awaited: a stream that hangs may never confirm that it was told to stop.
    reader.cancel().catch(() => undefined);
    throw error instanceof Error && error.name === "AppError" ? error : incomplete();
  }
  if (received !== bytes) throw incomplete();
  return whole;
}
