import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { plantOrg } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { jpegOf } from "@/lib/images/sample-images";
import type { Quarantine } from "@/lib/storage/quarantine-port";
import { DAY_MS } from "@/lib/time/kst";
import { customerImageRig } from "@/scripts/testing/customer-image-rig";
import { codeOf, told } from "@/scripts/testing/test-rig";
import { deleteCustomerImage } from "./delete-customer-image";
import { listCustomerImages } from "./queries";
import { restoreCustomerImage } from "./restore-customer-image";
import { setCover } from "./set-cover";
import { sweepDeletedImages } from "./sweep-deleted-images";

const rig = customerImageRig();
const { t } = rig;
const HOUR_MS = 3_600_000;
const one = (imageId: number) => ({ id: t.w.customer.id, imageId });
const remove = (imageId: number, actor: UserActor = t.w.operator) => deleteCustomerImage(rig.rt(), actor, one(imageId));
const restore = (imageId: number, actor: UserActor = t.w.operator) =>
  restoreCustomerImage(rig.rt(), actor, one(imageId));
const sweep = (over: Partial<ReturnType<typeof rig.rt>> = {}) => sweepDeletedImages({ ...rig.rt(), ...over });
const rowOf = async (id: number) =>
  (await t.db.select().from(customerImages).where(eq(customerImages.id, id)))[0] ?? null;
const shown = async () =>
  (await listCustomerImages(t.db, scopeOf(t.w.operator), { id: t.w.customer.id, limit: 50 })).items.map(({ id }) => id);
const files = () => rig.files();

test("deleting takes it out of sight at once and leaves the file for the sweep; undo finds all as it was", async () => {
  const image = await rig.upload(await jpegOf());
  const before = await files();
  await remove(image.id);
  expect(await shown()).toEqual([]);
  expect(await rowOf(image.id)).toMatchObject({ deletedAt: t.now, setAsideAt: null, ver: 3 });
  expect(await sweep()).toBe(0);
  expect(await files()).toEqual(before);
  expect((await restore(image.id)).id).toBe(image.id);
  expect(await shown()).toEqual([image.id]);
  expect(await rowOf(image.id)).toMatchObject({ deletedAt: null, ver: 4 });
  const actions = (await t.db.select().from(auditLog).orderBy(auditLog.id)).map(({ action }) => action);
  expect(actions).toEqual(["customer_image.create", "customer_image.delete", "customer_image.restore"]);
});

test("an hour later its file is set aside, and still comes back byte for byte for thirty days", async () => {
  const image = await rig.upload(await jpegOf());
  const [key] = await files();
  const bytes = await rig.content(key!);
  await remove(image.id);
  rig.later(HOUR_MS);
  expect(await sweep()).toBe(1);
  expect(await files()).toEqual([]);
  expect(await rowOf(image.id)).toMatchObject({ setAsideAt: t.now });
  expect(await sweep()).toBe(0);
  rig.later(29 * DAY_MS);
  await restore(image.id);
  expect(await rig.content(key!)).toEqual(bytes);
  expect(await rowOf(image.id)).toMatchObject({ deletedAt: null, setAsideAt: null });
  await remove(image.id);
  rig.later(31 * DAY_MS);
  expect(await codeOf(restore(image.id))).toBe("not_found");
  expect(await sweep()).toBe(1);
});

test("a sweep that dies after moving the file is finished by the next, and an undo in between finds the file", async () => {
  const image = await rig.upload(await jpegOf());
  const before = await files();
  await remove(image.id);
  rig.later(HOUR_MS);
  const dying: Quarantine = {
    ...t.w.quarantine,
    async setAside(...given) {
      await t.w.quarantine.setAside(...given);
      throw new Error("the power went");
    },
  };
  await expect(sweep({ quarantine: dying })).rejects.toThrow("the power went");
  expect(await files()).toEqual([]);
  expect(await rowOf(image.id)).toMatchObject({ setAsideAt: null });
  await restore(image.id);
  expect(await files()).toEqual(before);
  await remove(image.id);
  rig.later(HOUR_MS);
  await expect(sweep({ quarantine: dying })).rejects.toThrow("the power went");
  expect(await sweep()).toBe(1);
  expect(await rowOf(image.id)).toMatchObject({ setAsideAt: t.now });
});

test("a restore that dies before its word is written leaves a file with its row, and both ways stay open", async () => {
  const image = await rig.upload(await jpegOf());
  await remove(image.id);
  rig.later(HOUR_MS);
  await sweep();
  const dying: Quarantine = {
    ...t.w.quarantine,
    async bringBack(...given) {
      await t.w.quarantine.bringBack(...given);
      throw new Error("the power went");
    },
  };
  const work = restoreCustomerImage({ ...rig.rt(), quarantine: dying }, t.w.operator, one(image.id));
  await expect(work).rejects.toThrow("the power went");
  // The deleted row claims the file again: nobody takes it for an orphan.
  expect(await files()).toHaveLength(1);
  expect(await rowOf(image.id)).toMatchObject({ setAsideAt: null });
  expect(await sweep()).toBe(1);
  await restore(image.id);
  expect(await shown()).toEqual([image.id]);
});

test("a file two old rows name stays until the last of them is deleted, and comes back for either", async () => {
  const path = "customers/old/귤.jpg";
  const [first, second] = [await rig.plantRow({ filePath: path }), await rig.plantRow({ filePath: path })];
  await rig.plantFile(path, await jpegOf());
  await remove(first);
  rig.later(HOUR_MS);
  expect(await sweep()).toBe(1);
  expect(await files()).toEqual([path]);
  await remove(second);
  rig.later(HOUR_MS);
  expect(await sweep()).toBe(1);
  expect(await files()).toEqual([]);
  await restore(first);
  expect(await files()).toEqual([path]);
  await restore(second);
  expect((await shown()).sort()).toEqual([first, second]);
});

test("a ghost can be deleted, but not brought back as if its file were there", async () => {
  const id = await rig.plantRow({ filePath: "customers/old/없음.jpg" });
  await remove(id);
  rig.later(HOUR_MS);
  expect(await sweep()).toBe(1);
  await expect(restore(id)).rejects.toMatchObject({ code: "conflict", detail: { message: "customerImageFileGone" } });
  expect(await shown()).toEqual([]);
});

test("a path that leads out of the customers' folder moves nothing", async () => {
  await rig.plantFile("img/1/a.jpg", await jpegOf());
  for (const filePath of ["img/1/a.jpg", "customers/../img/1/a.jpg", "/img/1/a.jpg"]) {
    await remove(await rig.plantRow({ filePath }));
    rig.later(HOUR_MS);
    expect(await sweep()).toBe(1);
  }
  expect(await rig.files("img/")).toEqual(["img/1/a.jpg"]);
});

test("what a schedule uses stays; the cover may go, and is the cover again when it comes back", async () => {
  const used = await rig.upload(await jpegOf());
  await t.db.insert(customerImageRefs).values({ imageId: used.id, kind: "schedule", refId: 7 });
  expect(told(await t.refusal(() => remove(used.id)))).toEqual(["conflict", "imageInUse"]);
  const cover = await rig.upload(await jpegOf());
  await setCover(rig.rt(), t.w.operator, { ...one(cover.id), isCover: true });
  await remove(cover.id);
  expect(await restore(cover.id)).toMatchObject({ isCover: true });
});

test("one cover at a time, and only of a picture that is there", async () => {
  const [a, b] = [await rig.upload(await jpegOf()), await rig.upload(await jpegOf())];
  const cover = (imageId: number, isCover = true) => setCover(rig.rt(), t.w.operator, { ...one(imageId), isCover });
  expect(await cover(a.id)).toMatchObject({ isCover: true });
  await Promise.all([cover(b.id), cover(a.id), cover(b.id)]);
  expect(await t.db.select().from(customerImageRefs)).toHaveLength(1);
  await cover(b.id);
  expect(await cover(b.id, false)).toMatchObject({ isCover: false });
  expect(await t.db.select().from(customerImageRefs)).toEqual([]);
  const lost = await rig.plantRow({ filePath: "customers/x.jpg", status: "missing" });
  expect(told(await t.refusal(() => cover(lost)))).toEqual(["invalid", "image", "customerImageFileGone"]);
});

test("who may not is told nothing, and other customers' ids lead nowhere", async () => {
  const image = await rig.upload(await jpegOf());
  const stranger = await rig.user(await plantOrg(t.db, "branch", null));
  const viewer = await rig.user(t.w.org, "viewer");
  expect((await t.refusal(() => remove(image.id, stranger))).code).toBe("not_found");
  expect((await t.refusal(() => remove(image.id, viewer))).code).toBe("forbidden");
  const wrong = { id: t.w.customer.id + 1, imageId: image.id };
  expect((await t.refusal(() => deleteCustomerImage(rig.rt(), t.w.operator, wrong))).code).toBe("not_found");
  await remove(image.id);
  expect((await t.refusal(() => restore(image.id, stranger))).code).toBe("not_found");
  expect((await t.refusal(() => restore(image.id, viewer))).code).toBe("forbidden");
  expect((await t.refusal(() => remove(image.id))).code).toBe("not_found");
});

test("sweep and undo at once never part a row from its file", async () => {
  for (let n = 0; n < 12; n++) {
    const image = await rig.upload(await jpegOf(40 + n, 40));
    await remove(image.id);
    rig.later(HOUR_MS);
    await Promise.all([sweep(), restore(image.id)]);
    const row = await rowOf(image.id);
    expect(row).toMatchObject({ deletedAt: null });
    expect(await files()).toContain(row!.filePath);
  }
});
