import { invalid } from "@/lib/errors";
import { createCp949Decoder } from "./cp949";

/** So many bytes from the first that isn't ASCII tell which alphabet it is. */
const SAMPLE_BYTES = 65_536;

type Decoder = { decode: (bytes: Uint8Array) => string; end: () => string };

function unicode(label: "utf-8" | "utf-16le" | "utf-16be"): Decoder {
  const decoder = new TextDecoder(label);
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** By the mark at the beginning, which Excel writes when asked for "UTF-8" or "Unicode text". */
function marked(bytes: Uint8Array): Decoder | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return unicode("utf-8");
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return unicode("utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return unicode("utf-16be");
  return null;
}

/** Text that is valid UTF-8 is UTF-8: Korean in CP949 practically never is. The end may be cut within a character. */
function guessed(sample: Uint8Array): Decoder {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return unicode("utf-8");
  } catch {
    return createCp949Decoder();
  }
}

const isAscii = (bytes: Uint8Array) => bytes.every((byte) => byte < 0x80);
const joined = (parts: readonly Uint8Array[]) => (parts.length === 1 ? parts[0]! : Buffer.concat(parts));

/**
 * The text of a file in UTF-8, UTF-16 or CP949, as its bytes come; never more of it in hand than one sample.
 * @throws AppError invalid: importNotText for what is no text
 */
export async function* decodeText(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: Decoder | null = null;
  let isStart = true;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for await (const piece of source) {
    if (decoder) {
      yield decoder.decode(piece);
      continue;
    }
    waiting.push(piece);
    waitingBytes += piece.length;
    if (isStart) {
      if (waitingBytes < 3) continue;
      isStart = false;
      decoder = marked(joined(waiting));
    }
    if (!decoder) {
      if (waiting.some((part) => part.includes(0))) throw invalid("file", "importNotText");
      const isPlain = waiting.every(isAscii);
      if (!isPlain && waitingBytes < SAMPLE_BYTES) continue;
      if (!isPlain) decoder = guessed(joined(waiting));
    }
    yield decoder ? decoder.decode(joined(waiting)) : Buffer.from(joined(waiting)).toString("latin1");
    waiting = [];
    waitingBytes = 0;
  }
  if (waitingBytes > 0) {
    decoder ??= guessed(joined(waiting));
    yield decoder.decode(joined(waiting));
  }
  if (decoder) yield decoder.end();
}
