const TRAILER = 0x3b;
const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Bytes of a colour table announced by a packed byte, 0 without one. */
const tableBytes = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);

/**
 * True when a GIF runs through to its trailer. The decoder is content with whatever frames are whole, so an upload
 * cut between two frames would pass as a shorter film.
 */
export function isWholeGif(bytes: Uint8Array): boolean {
  let at = 13 + tableBytes(bytes[10] ?? 0);
  const skipSubBlocks = () => {
    for (let size = bytes[at++]; size; size = bytes[at++]) at += size;
  };
  while (at < bytes.length) {
    const kind = bytes[at++];
    if (kind === TRAILER) return true;
    if (kind === EXTENSION) at += 1;
    else if (kind === IMAGE) at += 9 + tableBytes(bytes[at + 8] ?? 0) + 1;
    else return false;
    skipSubBlocks();
  }
  return false;
}
