import { describe, expect, test } from "vitest";
import { plantOrg } from "@/db/testing/plant";
import { newImageKey } from "@/lib/storage/object-key";
import { imageRig } from "@/scripts/testing/image-rig";
import { codeOf, START } from "@/scripts/testing/test-rig";
import { openImage } from "./open-image";
import { ImageAddress } from "./schema";

const { t, rt, user, plantImage } = imageRig();

describe("serving (UP-07)", () => {
  const address = (key: string, thumb?: "1") => ImageAddress.parse({ key: key.split("/"), thumb });

  test("gives the bytes with headers that keep a picture a picture", async () => {
    const { org } = t.w;
    const { key } = await plantImage(org);
    const { body, headers } = await openImage(rt(), await user(org), address(key));
    expect(await new Response(body).text()).toBe(`picture ${key}`);
    const { ETag, ...fixed } = headers;
    expect(fixed).toEqual({
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": "private, no-cache",
      Vary: "Cookie, Authorization",
      "Content-Type": "image/png",
      "Content-Length": String(`picture ${key}`.length),
      "Content-Disposition":
        "inline; filename=\"image.png\"; filename*=UTF-8''%EB%94%B8%EA%B8%B0%20%EC%83%81%EC%9E%90.png",
    });
    const small = await openImage(rt(), await user(org), address(key, "1"));
    expect(small.headers["Content-Type"]).toBe("image/webp");
    expect(small.headers.ETag).not.toBe(ETag);
    expect(await new Response(small.body).text()).toBe(`small ${key}`);
    const known = await openImage(rt(), await user(org), address(key), `"other", W/${ETag}`);
    expect(known.body).toBeNull();
    expect(known.headers.ETag).toBe(ETag);
  });

  test("foreign, absent, pending, quarantined and lost files are one 404", async () => {
    const { org } = t.w;
    const other = await plantOrg(t.db, "branch", null);
    const actor = await user(org, "admin");
    const lost = await plantImage(org);
    await t.w.storage.quarantine(lost.key);
    const keys = [
      (await plantImage(other)).key,
      newImageKey(org.id, START, "image/png"),
      (await plantImage(org, "pending")).key,
      (await plantImage(org, "quarantined")).key,
      lost.key,
    ];
    for (const key of keys) expect(await codeOf(openImage(rt(), actor, address(key)))).toBe("not_found");
  });

  test("only addresses of ours are addresses", () => {
    for (const key of [["img"], ["..", "x"], ["thumb", "1"], [], ["img", "1", "2026", "%2e%2e"]])
      expect(ImageAddress.safeParse({ key }).success).toBe(false);
  });
});
