import { describe, expect, test } from "vitest";
import type { ObjectKey } from "@/lib/storage/object-key";
import type { Storage } from "@/lib/storage/port";
import { contentOf } from "@/lib/storage/storage-contract";
import { upload, uploadRefusal, uploadRig } from "@/scripts/testing/upload-rig";
import * as sample from "./sample-images";
import { storeImage } from "./store-image";
import { sweepImages } from "./sweep-images";

const { t, rt, clock, rows, expectNothing } = uploadRig();

describe("whatever breaks on the way leaves nothing visible", () => {
  const failing = (over: Partial<Storage>): Storage => ({ ...t.w.storage, ...over });

  test("a disk that is full", async () => {
    const put = () => Promise.reject(new Error("ENOSPC"));
    await expect(
      storeImage({ ...rt(), storage: failing({ put }) }, t.w.actor, upload(await sample.jpegOf())),
    ).rejects.toThrow("ENOSPC");
    await expectNothing();
  });

  test("a disk that fails after the small picture was kept", async () => {
    const put: Storage["put"] = (key, body, type) =>
      key.startsWith("img/") ? Promise.reject(new Error("EIO")) : t.w.storage.put(key, body, type);
    await expect(
      storeImage({ ...rt(), storage: failing({ put }) }, t.w.actor, upload(await sample.jpegOf())),
    ).rejects.toThrow("EIO");
    await expectNothing();
  });

  test("a sweep that came first: the upload is told, and its files are out of sight", async () => {
    const late = async () => new Date((await clock()).getTime() + 3_700_000);
    const put: Storage["put"] = async (key, body, type) => {
      const outcome = await t.w.storage.put(key, body, type);
      if (key.startsWith("img/")) await sweepImages({ ...rt(), clock: late });
      return outcome;
    };
    const [code, , , message] = await uploadRefusal(async () =>
      storeImage({ ...rt(), storage: failing({ put }) }, t.w.actor, upload(await sample.jpegOf())),
    );
    expect([code, message]).toEqual(["conflict", "imageGone"]);
    await expectNothing();
  });

  test("a sweep that came first and died: the upload still doesn't become visible", async () => {
    const late = async () => new Date((await clock()).getTime() + 3_700_000);
    const dying = failing({ quarantine: () => Promise.reject(new Error("killed")) });
    const put: Storage["put"] = async (key, body, type) => {
      const outcome = await t.w.storage.put(key, body, type);
      if (key.startsWith("img/")) await sweepImages({ ...rt(), storage: dying, clock: late }).catch(() => undefined);
      return outcome;
    };
    const [code] = await uploadRefusal(async () =>
      storeImage({ ...rt(), storage: failing({ put }) }, t.w.actor, upload(await sample.jpegOf())),
    );
    expect(code).toBe("conflict");
    await expectNothing();
  });

  test("a commit whose answer got lost: the picture stays whole", async () => {
    let transactions = 0;
    const db = new Proxy(t.db, {
      get(target, name, self) {
        if (name !== "transaction") return Reflect.get(target, name, self);
        return async (work: Parameters<typeof target.transaction>[0]) => {
          const result = await target.transaction(work);
          if (++transactions === 2) throw new Error("connection lost");
          return result;
        };
      },
    });
    await expect(storeImage({ ...rt(), db }, t.w.actor, upload(await sample.jpegOf()))).rejects.toThrow(
      "connection lost",
    );
    const [row] = await rows();
    expect(row?.status).toBe("ready");
    expect(await contentOf(t.w.storage, row!.objectKey as ObjectKey)).not.toBeNull();
  });
});
