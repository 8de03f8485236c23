import { thumbUrl } from "@/lib/images/image-url";
import { localThumb } from "./local-thumb";
import { type Send, type SentImage, sendImage, UploadFailed } from "./send-image";

type Listener<S> = {
  /** Whole percent, never 100: the server has the last word. */
  onProgress(localId: string, percent: number): void;
  onThumb(localId: string, url: string): void;
  onReady(localId: string, image: S): void;
  onFailed(localId: string, said: string | null, canRetry: boolean): void;
};

export type Uploader = ReturnType<typeof createUploader>;

/** The pictures of a schedule on their way. */
export const createUploader = (listener: Listener<SentImage>, send: Send<SentImage> = sendImage) =>
  createUploaderBy(listener, send, ({ key }) => thumbUrl(key));

/** More at once only makes each slower on a shop's line. */
const AT_ONCE = 2;
const WAITS = 3;

const pause = (seconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1_000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    });
  });

/**
 * Sends files two at a time and tells how far each has got. Nothing is told about one that was forgotten.
 * @param thumbOf where the server's small picture of a sent one is
 */
export function createUploaderBy<S>(listener: Listener<S>, send: Send<S>, thumbOf: (sent: S) => string) {
  type Job = { file: File; stop: AbortController; thumb?: string };
  const jobs = new Map<string, Job>();
  const waiting: string[] = [];
  let running = 0;
  /** One picture is made small at a time: a phone can't hold ten. */
  let thumbs = Promise.resolve();

  function pump() {
    while (running < AT_ONCE) {
      const localId = waiting.shift();
      if (localId === undefined) return;
      const job = jobs.get(localId);
      if (!job) continue;
      running++;
      void run(localId, job).finally(() => {
        running--;
        pump();
      });
    }
  }

  async function run(localId: string, job: Job): Promise<void> {
    const isCurrent = () => jobs.get(localId) === job && !job.stop.signal.aborted;
    try {
      const image = await sendPatiently(job, (share) => {
        if (isCurrent()) listener.onProgress(localId, Math.min(99, Math.floor(share * 100)));
      });
      if (!isCurrent()) return;
      listener.onReady(localId, image);
      await showServersThumb(localId, job, thumbOf(image));
    } catch (error) {
      if (!isCurrent()) return;
      const failed = error instanceof UploadFailed ? error : new UploadFailed(null, true);
      listener.onFailed(localId, failed.said, failed.canRetry);
    }
  }

  /** Waits and tries again when the server says that it is too much at once. */
  async function sendPatiently({ file, stop }: Job, onProgress: (share: number) => void): Promise<S> {
    for (let waits = 0; ; waits++) {
      try {
        return await send(file, onProgress, stop.signal);
      } catch (error) {
        if (!(error instanceof UploadFailed) || error.waitSeconds === null || waits === WAITS) throw error;
        await pause(error.waitSeconds, stop.signal);
      }
    }
  }

  /** Swaps the local picture for the server's only once that is here, so that nothing flickers. */
  async function showServersThumb(localId: string, job: Job, url: string): Promise<void> {
    const picture = new Image();
    picture.src = url;
    await picture.decode().catch(() => undefined);
    if (jobs.get(localId) !== job) return;
    listener.onThumb(localId, url);
    if (job.thumb) URL.revokeObjectURL(job.thumb);
    jobs.delete(localId);
  }

  function start(localId: string, file: File, thumb?: string) {
    jobs.set(localId, { file, stop: new AbortController(), ...(thumb && { thumb }) });
    waiting.push(localId);
    pump();
  }

  async function addThumb(localId: string, file: File): Promise<void> {
    const url = jobs.has(localId) ? await localThumb(file) : null;
    if (!url) return;
    const job = jobs.get(localId);
    if (!job) return URL.revokeObjectURL(url);
    job.thumb = url;
    listener.onThumb(localId, url);
  }

  function forget(localId: string) {
    const job = jobs.get(localId);
    jobs.delete(localId);
    job?.stop.abort();
    if (job?.thumb) URL.revokeObjectURL(job.thumb);
  }

  return {
    send(localId: string, file: File) {
      start(localId, file);
      thumbs = thumbs.then(() => addThumb(localId, file));
    },
    /** Sends a failed one again. False where the file is no longer known. */
    again(localId: string): boolean {
      const job = jobs.get(localId);
      if (!job) return false;
      start(localId, job.file, job.thumb);
      return true;
    },
    /** Stops an upload, or lets go of a failed one. */
    forget,
    close() {
      for (const localId of [...jobs.keys()]) forget(localId);
    },
  };
}
