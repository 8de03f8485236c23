import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { imageRefs, images } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import { scopeOf } from "@/lib/access/scope";
import type { Storage } from "@/lib/storage/port";
import { keysOf } from "@/lib/storage/storage-contract";
import { imageRig } from "@/scripts/testing/image-rig";
import { START } from "@/scripts/testing/test-rig";
import { imagesByKeys } from "./queries";
import { sweepImages } from "./sweep-images";

const { t, rt, later, user, plantImage, plantSchedule, plantLog } = imageRig();

const HOUR = 3_600_000;

describe("sweeping", () => {
  const statusOf = async (id: number) => {
    const [row] = await t.db.select().from(images).where(eq(images.id, id));
    return row?.status ?? "gone";
  };

  test("uploads that never ended go after an hour, not before", async () => {
    const { org } = t.w;
    const image = await plantImage(org, "pending");
    later(HOUR - 1);
    expect(await sweepImages(rt())).toEqual({ abandoned: 0, unused: 0, moved: 0 });
    later(2);
    expect(await sweepImages(rt())).toEqual({ abandoned: 1, unused: 0, moved: 1 });
    expect(await statusOf(image.id)).toBe("gone");
    expect(await keysOf(t.w.storage, "")).toEqual([]);
    expect(await sweepImages(rt())).toEqual({ abandoned: 0, unused: 0, moved: 0 });
  });

  test("an image nobody uses goes after 24 h; used by a schedule or a log it stays for ever", async () => {
    const { org } = t.w;
    const [unused, scheduled, logged, wasDeleted] = await Promise.all(Array.from({ length: 4 }, () => plantImage(org)));
    const { scheduleId } = await plantSchedule(org, [scheduled!.id]);
    await plantLog(org, logged!.id);
    await plantSchedule(org, [wasDeleted!.id], START);
    later(23 * HOUR);
    expect((await sweepImages(rt())).unused).toBe(0);
    later(2 * HOUR);
    expect((await sweepImages(rt())).unused).toBe(2);
    expect(await Promise.all([unused!, scheduled!, logged!, wasDeleted!].map(({ id }) => statusOf(id)))).toEqual([
      "quarantined",
      "ready",
      "ready",
      "quarantined",
    ]);
    // A schedule deleted today gives its images 24 h from the sweep that noticed, however old they are.
    later(300 * HOUR);
    await sweepImages(rt());
    await t.db.update(kbSchedule).set({ deletedAt: START }).where(eq(kbSchedule.id, scheduleId));
    expect((await sweepImages(rt())).unused).toBe(0);
    later(23 * HOUR);
    expect((await sweepImages(rt())).unused).toBe(0);
    later(2 * HOUR);
    expect((await sweepImages(rt())).unused).toBe(1);
    expect(await keysOf(t.w.storage, "img/")).toEqual([logged!.key]);
  });

  test("a crash between the decision and the move is made good by the next sweep", async () => {
    const { org } = t.w;
    const image = await plantImage(org);
    later(25 * HOUR);
    const broken = { ...t.w.storage, quarantine: () => Promise.reject(new Error("killed")) };
    await expect(sweepImages({ ...rt(), storage: broken })).rejects.toThrow("killed");
    expect(await statusOf(image.id)).toBe("quarantined");
    expect(await keysOf(t.w.storage, "img/")).toHaveLength(1);
    expect((await sweepImages(rt())).moved).toBe(1);
    expect(await keysOf(t.w.storage, "")).toEqual([]);
  });

  test("a row with a key that is none of ours is told once and keeps no other file waiting", async () => {
    const { org } = t.w;
    const [odd, ...others] = [await plantImage(org), await plantImage(org), await plantImage(org)];
    await t.db.update(images).set({ objectKey: "../../etc/passwd" }).where(eq(images.id, odd!.id));
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    later(25 * HOUR);
    expect(await sweepImages(rt())).toEqual({ abandoned: 0, unused: 3, moved: 2 });
    for (const { key } of others) expect(await t.w.storage.head(key)).toBeNull();
    expect(await statusOf(odd!.id)).toBe("quarantined");
    later(HOUR);
    expect((await sweepImages(rt())).moved).toBe(0);
    expect(log.mock.calls).toEqual([[expect.stringContaining(`image ${odd!.id} `)]]);
    log.mockRestore();
  });

  test("a file that can't be moved keeps none behind it waiting, and is tried again", async () => {
    const { org } = t.w;
    const [stuck, other] = [await plantImage(org), await plantImage(org)];
    later(25 * HOUR);
    const broken: Storage = {
      ...t.w.storage,
      quarantine: (key) => (key === stuck.key ? Promise.reject(new Error("EIO")) : t.w.storage.quarantine(key)),
    };
    await expect(sweepImages({ ...rt(), storage: broken })).rejects.toThrow("EIO");
    expect(await t.w.storage.head(other.key)).toBeNull();
    expect((await sweepImages(rt())).moved).toBe(1);
    expect(await t.w.storage.head(stuck.key)).toBeNull();
  });

  test("a save that is choosing the image right now wins over the sweep", async () => {
    const { org } = t.w;
    const image = await plantImage(org);
    const { scheduleId } = await plantSchedule(org, []);
    const scope = scopeOf(await user(org));
    later(25 * HOUR);
    let sweeping: ReturnType<typeof sweepImages> | undefined;
    await t.db.transaction(async (tx) => {
      const [chosen] = await imagesByKeys(tx, scope, [image.key], { forUpdate: true });
      const decides = new Promise<void>((resolve) => {
        const db = new Proxy(t.db, {
          get(target, name, self) {
            if (name === "transaction") resolve();
            return Reflect.get(target, name, self);
          },
        });
        sweeping = sweepImages({ ...rt(), db });
      });
      await decides;
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tx.insert(imageRefs).values({ imageId: chosen!.id, scheduleId, grp: 1, position: 0 });
    });
    expect((await sweeping)?.unused).toBe(0);
    expect(await statusOf(image.id)).toBe("ready");
  });

  test("two sweeps at once do the work of one", async () => {
    const { org } = t.w;
    for (let n = 0; n < 12; n++) await plantImage(org, n % 2 ? "ready" : "pending");
    later(25 * HOUR);
    const both = await Promise.all([sweepImages(rt()), sweepImages(rt())]);
    expect(both[0].abandoned + both[1].abandoned).toBe(6);
    expect(both[0].unused + both[1].unused).toBe(6);
    await sweepImages(rt());
    expect(await keysOf(t.w.storage, "")).toEqual([]);
  });
});
