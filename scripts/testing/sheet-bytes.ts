import { createCp949Decoder } from "@/lib/customers/cp949";

export const alphabets = ["utf-8", "utf-8 with a mark", "utf-16le with a mark", "cp949"] as const;
export type Alphabet = (typeof alphabets)[number];

let reverse: Map<string, [number, number]> | null = null;

function cp949Bytes(): Map<string, [number, number]> {
  if (reverse) return reverse;
  reverse = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x41; trail <= 0xfe; trail++) {
      const text = createCp949Decoder().decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== "\ufffd") reverse.set(text, [lead, trail]);
    }
  return reverse;
}

/** A text as a file of that alphabet holds it. */
export function bytesOf(text: string, alphabet: Alphabet): Buffer {
  if (alphabet === "utf-8") return Buffer.from(text);
  if (alphabet === "utf-8 with a mark") return Buffer.from(`\ufeff${text}`);
  if (alphabet === "utf-16le with a mark") return Buffer.from(`\ufeff${text}`, "utf16le");
  const table = cp949Bytes();
  return Buffer.from(
    [...text].flatMap((character) =>
      character < "\x80" ? [character.charCodeAt(0)] : (table.get(character) ?? [0x3f]),
    ),
  );
}

/** The same bytes in pieces of these sizes, over and over, as a network might bring them. */
export async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

/** A request whose body is these bytes. */
export const uploadOf = (bytes: Uint8Array, sizes: readonly number[] = [65_536]) => {
  const pieces = inPieces(bytes, sizes);
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
  });
  return { headers: new Headers({ "content-length": String(bytes.length) }), body };
};
