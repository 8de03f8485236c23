import * as z from "zod/mini";
import { displayName } from "@/lib/images/image-name";
import { typeOf } from "./check-file";

const Answer = z.object({ key: z.string(), width: z.number(), height: z.number() });
const Refusal = z.object({
  message: z.string(),
  /** What stands there already, where that is why. */
  current: z.optional(z.unknown()),
  issues: z.optional(z.array(z.object({ message: z.string() }))),
});

export type SentImage = z.output<typeof Answer>;

/** An upload that didn't work. `said` is the server's own sentence, null where nobody answered. */
export class UploadFailed extends Error {
  override readonly name = "UploadFailed";
  constructor(
    readonly said: string | null,
    readonly canRetry: boolean,
    /** How long the server asks to wait before the next try, in seconds. */
    readonly waitSeconds: number | null = null,
  ) {
    super(said ?? "no answer");
  }
}

const TIMEOUT_MS = 330_000;
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** How one image is sent; `onProgress` is told the share of the bytes that have left, 0…1. */
export type Send<S> = (file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<S>;

/** Sends one image as it is to POST /api/images. */
export const sendImage: Send<SentImage> = (...given) => sendImageTo("/api/images", readSent, ...given);

const readSent = (body: unknown): SentImage | null => {
  const answer = Answer.safeParse(body);
  return answer.success ? answer.data : null;
};

/**
 * Sends one image as it is to a door for images. fetch can't tell how much has gone, so this is XMLHttpRequest.
 * @param read the answer as what the caller needs, null where it isn't one
 * @throws UploadFailed; AbortError where `signal` stopped it
 */
export function sendImageTo<S>(
  path: string,
  read: (body: unknown) => S | null,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const lost = () => reject(new UploadFailed(null, true));
    request.open("POST", path);
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader("Content-Type", typeOf(file) ?? "application/octet-stream");
    request.setRequestHeader("X-Filename", encodeURIComponent(displayName(file.name)));
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.onload = () => {
      const body = parse(request.responseText);
      const answer = request.status === 201 ? read(body) : null;
      if (answer !== null) return resolve(answer);
      const refusal = Refusal.safeParse(body);
      const said = refusal.success ? (refusal.data.issues?.[0]?.message ?? refusal.data.message) : null;
      const isThere = request.status === 409 && refusal.success && refusal.data.current !== undefined;
      const isFilesFault = request.status === 413 || request.status === 422 || isThere;
      const wait = Number(request.getResponseHeader("Retry-After")) || null;
      reject(new UploadFailed(said, !isFilesFault, request.status === 429 ? wait : null));
    };
    if (signal.aborted) return reject(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", stop, { once: true });
    request.send(file);
  });
}
