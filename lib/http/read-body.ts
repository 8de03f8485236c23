import "server-only";
import { AppError } from "@/lib/errors";

/**
 * The bytes of a request body, counted while they arrive. What is too large is left where it is: whoever answers the
 * refusal hears the rest out (see drainBody).
 * @throws AppError invalid (413) for more than `maxBytes`
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.byteLength;
    if (bytes > maxBytes) {
      reader.releaseLock();
      throw new AppError("invalid", { message: "bodyTooLarge", status: 413 });
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}
