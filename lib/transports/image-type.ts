const STARTS: [mime: string, at: number, bytes: number[]][] = [
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

/** What the bytes themselves say they are, or null. */
export const imageTypeOf = (bytes: Uint8Array): string | null =>
  STARTS.find(([, at, magic]) => magic.every((byte, i) => bytes[at + i] === byte))?.[0] ?? null;
