import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type SentImage, UploadFailed } from "./send-image";
import { createUploader } from "./uploader";

// Only what the browser alone has: a picture that decodes. Sending is handed in.
beforeAll(() =>
  vi.stubGlobal(
    "Image",
    class {
      src = "";
      decode = async () => {};
    },
  ),
);
afterAll(() => void vi.unstubAllGlobals());

type Send = Parameters<typeof createUploader>[1];
const file = (name: string) => new File(["x"], name, { type: "image/png" });
const settle = async (turns = 20) => {
  for (let i = 0; i < turns; i++) await Promise.resolve();
};

function world() {
  const said: string[] = [];
  const open = new Map<
    string,
    {
      end: (image: SentImage) => void;
      fail: (why: unknown) => void;
      progress: (share: number) => void;
      signal: AbortSignal;
    }
  >();
  const send: Send = (sent, progress, signal) =>
    new Promise((end, fail) => {
      open.set(sent.name, { end, fail, progress, signal });
      signal.addEventListener("abort", () => fail(new DOMException("stopped", "AbortError")));
    });
  const uploader = createUploader(
    {
      onProgress: (id, percent) => said.push(`${id} ${percent}%`),
      onThumb: (id, url) => said.push(`${id} ${url}`),
      onReady: (id, image) => said.push(`${id} ready ${image.key}`),
      onFailed: (id, words, canRetry) => said.push(`${id} failed ${words} ${canRetry}`),
    },
    send,
  );
  return { said, open, uploader };
}

test("two at a time, in order, the next as soon as one ends", async () => {
  const { open, uploader, said } = world();
  for (const id of ["a", "b", "c", "d"]) uploader.send(id, file(id));
  expect([...open.keys()]).toEqual(["a", "b"]);
  open.get("b")!.end({ key: "k", width: 1, height: 1 });
  await settle();
  expect([...open.keys()]).toEqual(["a", "b", "c"]);
  open.get("a")!.fail(new UploadFailed("too big", false));
  await settle();
  expect([...open.keys()]).toEqual(["a", "b", "c", "d"]);
  expect(said).toEqual(["b ready k", "b /api/images/k?thumb=1", "a failed too big false"]);
});

test("progress never claims 100 before the server has answered", () => {
  const { open, uploader, said } = world();
  uploader.send("a", file("a"));
  for (const share of [0, 0.5, 0.999, 1]) open.get("a")!.progress(share);
  expect(said).toEqual(["a 0%", "a 50%", "a 99%", "a 99%"]);
});

test("a removed upload is stopped and never heard of again; its place goes to the next", async () => {
  const { open, uploader, said } = world();
  for (const id of ["a", "b", "c"]) uploader.send(id, file(id));
  uploader.forget("a");
  expect(open.get("a")!.signal.aborted).toBe(true);
  await settle();
  expect([...open.keys()]).toContain("c");
  open.get("a")!.progress(0.5);
  expect(said).toEqual([]);
});

test("a failed one can be sent again, a removed one can't", async () => {
  const { open, uploader, said } = world();
  uploader.send("a", file("a"));
  open.get("a")!.fail(new UploadFailed(null, true));
  await settle();
  expect(uploader.again("a")).toBe(true);
  open.get("a")!.end({ key: "k", width: 1, height: 1 });
  await settle();
  expect(said.slice(0, 2)).toEqual(["a failed null true", "a ready k"]);
  uploader.forget("a");
  expect(uploader.again("a")).toBe(false);
});

test("waits as long as the server asks before it tries again", async () => {
  vi.useFakeTimers();
  const { open, uploader, said } = world();
  uploader.send("a", file("a"));
  open.get("a")!.fail(new UploadFailed("too fast", true, 5));
  open.clear();
  await vi.advanceTimersByTimeAsync(4_900);
  expect(open.size).toBe(0);
  await vi.advanceTimersByTimeAsync(200);
  open.get("a")!.end({ key: "k", width: 1, height: 1 });
  await settle();
  expect(said[0]).toBe("a ready k");
  vi.useRealTimers();
});

test("closing stops everything", async () => {
  const { open, uploader, said } = world();
  for (const id of ["a", "b", "c"]) uploader.send(id, file(id));
  uploader.close();
  await settle();
  expect([...open.values()].every(({ signal }) => signal.aborted)).toBe(true);
  expect([...open.keys()]).toEqual(["a", "b"]);
  expect(said).toEqual([]);
});
