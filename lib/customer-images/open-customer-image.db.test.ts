import { expect, test } from "vitest";
import { plantOrg } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import * as sample from "@/lib/images/sample-images";
import { customerImageRig } from "@/scripts/testing/customer-image-rig";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { codeOf } from "@/scripts/testing/test-rig";
import { openCustomerImage } from "./open-customer-image";

const rig = customerImageRig();
const { t } = rig;
const open = (
  imageId: number,
  { thumb = false, actor = t.w.operator as UserActor, tag = null as string | null } = {},
) => openCustomerImage(rig.rt(), actor, { id: t.w.customer.id, imageId, thumb }, tag);
const opens = async (...given: Parameters<typeof open>) => {
  const { body } = await open(...given);
  await body?.cancel();
  return body !== null;
};
const bytesOf = async (opened: Awaited<ReturnType<typeof open>>) =>
  Buffer.from(await new Response(opened.body).arrayBuffer());

test("an old row's picture is served as what its bytes are, under its own name and under headers that keep it one", async () => {
  const name = "감귤 선물.png".normalize("NFD");
  const path = `customers/옛 시스템/${name}`;
  const jpeg = await sample.jpegOf();
  await rig.plantFile(path, jpeg);
  const opened = await open(await rig.plantRow({ filePath: path, mime: "text/html" }));
  expect(await bytesOf(opened)).toEqual(jpeg);
  expect(opened.headers).toMatchObject({
    "Content-Type": "image/jpeg",
    "Content-Length": String(jpeg.byteLength),
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": `inline; filename="image.png"; filename*=UTF-8''${encodeURIComponent(name.normalize("NFC"))}`,
  });
});

test("known bytes cost nothing", async () => {
  const image = await rig.upload(await sample.jpegOf());
  const { headers, body } = await open(image.id);
  await body?.cancel();
  expect(await opens(image.id, { tag: headers.ETag! })).toBe(false);
  expect(await opens(image.id, { tag: headers.ETag!, thumb: true })).toBe(true);
});

test("the small picture of an old file is made once, kept outside the folders that are reconciled, and gone with the file", async () => {
  const path = "customers/old/a.jpg";
  await rig.plantFile(path, await sample.jpegOf(900, 600));
  const id = await rig.plantRow({ filePath: path });
  const first = await bytesOf(await open(id, { thumb: true }));
  expect(first.subarray(8, 12).toString()).toBe("WEBP");
  expect(await rig.files()).toEqual([path]);
  expect(await rig.files("thumb/")).toHaveLength(1);
  expect(await bytesOf(await open(id, { thumb: true }))).toEqual(first);
  await rig.takeFile(path);
  expect(await codeOf(open(id, { thumb: true }))).toBe("not_found");
});

test("what isn't a picture, isn't there, or lies elsewhere is one and the same not_found", async () => {
  await rig.plantFile("customers/page.jpg", sample.html);
  await rig.plantFile("customers/page.svg", sample.svg);
  await rig.plantFile("img/7/secret.jpg", await sample.jpegOf());
  await rig.plantFile("customers2/secret.jpg", await sample.jpegOf());
  for (const filePath of [
    "customers/page.jpg",
    "customers/page.svg",
    "customers/none.jpg",
    "img/7/secret.jpg",
    "customers2/secret.jpg",
    "customers/../img/7/secret.jpg",
    "/customers/page.jpg",
    "customers/\u0001.jpg",
  ])
    for (const thumb of [false, true])
      expect(await codeOf(open(await rig.plantRow({ filePath }), { thumb }))).toBe("not_found");
  await rig.plantFile("customers/ok.jpg", await sample.jpegOf());
  const deleted = await rig.plantRow({ filePath: "customers/ok.jpg", deletedAt: t.now });
  const pending = await rig.plantRow({ filePath: "customers/ok.jpg", status: "pending" });
  const others = await rig.plantRow({
    filePath: "customers/ok.jpg",
    customerId: (await plantCustomer(t.db, t.w.org)).id,
  });
  for (const id of [deleted, pending, others]) expect(await codeOf(open(id))).toBe("not_found");
  const good = await rig.plantRow({ filePath: "customers/ok.jpg" });
  const stranger = await rig.user(await plantOrg(t.db, "branch", null));
  expect(await codeOf(open(good, { actor: stranger }))).toBe("not_found");
  expect(await opens(good, { actor: await rig.user(t.w.org, "viewer") })).toBe(true);
});

test("half a picture opens and its small one doesn't", async () => {
  const jpeg = await sample.jpegOf(900, 600);
  await rig.plantFile("customers/half.jpg", jpeg.subarray(0, jpeg.length >> 1));
  const id = await rig.plantRow({ filePath: "customers/half.jpg" });
  expect(await opens(id)).toBe(true);
  expect(await codeOf(open(id, { thumb: true }))).toBe("not_found");
});
