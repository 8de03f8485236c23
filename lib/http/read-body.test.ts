import { expect, test } from "vitest";
import { drainBody } from "./drain-body";
import { readBody } from "./read-body";

/** A body of `pieces` pieces of 1 MiB, and how many of them were fetched. */
function upload(pieces: number) {
  const fetched = { pieces: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (fetched.pieces === pieces) return controller.close();
        fetched.pieces++;
        controller.enqueue(new Uint8Array(1_048_576));
      },
      cancel() {
        fetched.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", body, duplex: "half" } as const;
  return { fetched, request: new Request("http://127.0.0.1/x", init) };
}
const refusal = { code: "invalid", detail: { message: "bodyTooLarge", status: 413 } };

test("a body of exactly the limit is read, one byte more is not", async () => {
  expect(await readBody(upload(1).request, 1_048_576)).toHaveLength(1_048_576);
  await expect(readBody(upload(1).request, 1_048_575)).rejects.toMatchObject(refusal);
});

test("what is too large is read no further, and its rest is left for whoever answers", async () => {
  const { request, fetched } = upload(8);
  await expect(readBody(request, 16_384)).rejects.toMatchObject(refusal);
  expect(fetched).toEqual({ pieces: 1, isCancelled: false });
  await drainBody(request);
  expect(fetched.pieces).toBe(8);
});
