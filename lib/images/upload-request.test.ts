import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { agreedType, uploadOf } from "./upload-request";

const good = { "content-length": "10", "content-type": "image/png", "x-filename": "a.png" };
const read = (over: Record<string, string | null>) => {
  const given = Object.entries({ ...good, ...over }).filter((pair): pair is [string, string] => pair[1] !== null);
  return uploadOf({ headers: new Headers(given), body: null });
};
function refusal(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError)
      return [error.detail.status ?? 422, String(error.detail.issues?.[0]?.path[0]), error.detail.issues?.[0]?.message];
    throw error;
  }
  return "accepted";
}

test("reads what the headers say", () => {
  expect(read({ "x-filename": encodeURIComponent("딸기 상자.PNG") })).toMatchObject({
    name: "딸기 상자.PNG",
    declared: "image/png",
    named: "image/png",
    bytes: 10,
  });
});

test.each([
  [{ "content-length": null }, [422, "content-length", "imageLengthBad"]],
  [{ "content-length": "ten" }, [422, "content-length", "imageLengthBad"]],
  [{ "content-length": "-1" }, [422, "content-length", "imageLengthBad"]],
  [{ "transfer-encoding": "chunked" }, [422, "content-length", "imageLengthBad"]],
  [{ "content-length": "0" }, [422, "image", "imageEmpty"]],
  [{ "content-length": "10485760" }, "accepted"],
  [{ "content-length": "10485761" }, [413, "image", "imageTooLarge"]],
  [{ "content-length": "99999999999" }, [413, "image", "imageTooLarge"]],
  [{ "x-filename": null }, [422, "x-filename", "imageNameBad"]],
  [{ "x-filename": "%zz.png" }, [422, "x-filename", "imageNameBad"]],
  [{ "x-filename": "a.svg" }, [422, "x-filename", "imageTypeNotAllowed"]],
  [{ "x-filename": "png" }, [422, "x-filename", "imageTypeNotAllowed"]],
  [{ "content-type": null }, [422, "content-type", "imageTypeNotAllowed"]],
  [{ "content-type": "image/svg+xml" }, [422, "content-type", "imageTypeNotAllowed"]],
  [{ "content-type": "multipart/form-data; boundary=x" }, [422, "content-type", "imageTypeNotAllowed"]],
])("headers %o → %o", (over, expected) => {
  expect(refusal(() => read(over))).toEqual(expected);
});

test("name, declaration and content must agree", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);
  expect(agreedType({ declared: "image/png", named: "image/png" }, png)).toBe("image/png");
  for (const [declared, named] of [
    ["image/jpeg", "image/png"],
    ["image/png", "image/jpeg"],
    ["image/gif", "image/gif"],
  ] as const)
    expect(refusal(() => agreedType({ declared, named }, png))).toEqual([422, "image", "imageTypeMismatch"]);
});
