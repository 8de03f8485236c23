/** The first bytes of a file that is still coming, and all of it from the beginning. */
export async function peekBytes(bytes: AsyncIterable<Uint8Array>) {
  const pieces = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let length = 0; length < 64; ) {
    const next = await pieces.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.byteLength;
  }
  const all = async function* () {
    yield* first;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  return { start: Buffer.concat(first.map((piece) => piece.subarray(0, 64))), all: all() };
}
