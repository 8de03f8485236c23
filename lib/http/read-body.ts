import "server-only";
import { AppError } from "@/lib/errors";

/** How much of a body that is too large is still let in, so that its sender reads the answer instead of a reset. */
const DRAIN_MAX_BYTES = 32 * 1_048_576;

/**
 * The bytes of a request body, counted while they arrive; none is kept once there are too many.
 * @throws AppError invalid (413) for more than `maxBytes`
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.byteLength;
    if (bytes <= maxBytes) chunks.push(next.value);
    else chunks.length = 0;
    if (bytes > DRAIN_MAX_BYTES) break;
  }
  if (bytes > maxBytes) {
    // A sender that never ends is hung up on; nothing is left to cancel otherwise.
    await reader.cancel();
    throw new AppError("invalid", { message: "bodyTooLarge", status: 413 });
  }
  return Buffer.concat(chunks);
}
