const ascii = (bytes: Uint8Array, from: number) => String.fromCharCode(...bytes.subarray(from, from + 4));

/** Width and height as a WebP file's first 30 bytes tell them, or null where they are no WebP: no decoder is opened for it. */
export function webpSize(head: Uint8Array): { width: number; height: number } | null {
  if (head.byteLength < 30 || ascii(head, 0) !== "RIFF" || ascii(head, 8) !== "WEBP") return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  switch (ascii(head, 12)) {
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return null;
  }
}
