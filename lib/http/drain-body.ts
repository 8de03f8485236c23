import "server-only";

/** A refused sender is heard out this far; a body without end is cut off, and with it the chance to say why. */
const MAX_BYTES = 32 * 1_048_576;
const MAX_MS = 20_000;

/**
 * Lets what is left of a refused body run into nothing. A sender reads the answer only after it has sent its body; a
 * server that hangs up before turns "the image is too large" or "please sign in" into "the connection was lost".
 */
export async function drainBody({ body }: { body: ReadableStream<Uint8Array> | null }): Promise<void> {
  if (!body || body.locked) return;
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<{ done: true }>((resolve) => {
    timer = setTimeout(() => resolve({ done: true }), MAX_MS);
  });
  const read = () => Promise.race([reader.read(), late]);
  let drained = 0;
  try {
    for (let next = await read(); !next.done && drained <= MAX_BYTES; next = await read())
      drained += next.value.byteLength;
  } catch {
    // Whoever broke off doesn't wait for an answer.
  } finally {
    clearTimeout(timer);
  }
  // Not awaited: a stream that hangs may never confirm that it was told to stop.
  reader.cancel().catch(() => undefined);
}
