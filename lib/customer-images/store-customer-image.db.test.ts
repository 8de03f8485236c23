import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { customerImages } from "@/db/schema/customer-images";
import { customers } from "@/db/schema/customers";
import { plantOrg } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import * as sample from "@/lib/images/sample-images";
import { customerImageRig, uploadRequest } from "@/scripts/testing/customer-image-rig";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { codeOf, told } from "@/scripts/testing/test-rig";
import { listCustomerImages } from "./queries";
import { storeCustomerImage } from "./store-customer-image";

const rig = customerImageRig();
const { t } = rig;
const rows = () => t.db.select().from(customerImages).orderBy(customerImages.id);
const list = (limit = 50, cursor?: string) =>
  listCustomerImages(t.db, scopeOf(t.w.operator), { id: t.w.customer.id, limit, ...(cursor && { cursor }) });

test("an upload becomes a row with its file, its small picture and an audit line", async () => {
  const image = await rig.upload(await sample.jpegOf(640, 400), "딸기 상자.jpg");
  expect(image).toMatchObject({ name: "딸기 상자.jpg", width: 640, height: 400, isReadable: true, isCover: false });
  const [row] = await rows();
  expect(row).toMatchObject({ status: "ready", ver: 2, origin: "new", customerId: t.w.customer.id });
  expect(row!.filePath).toMatch(new RegExp(`^customers/${t.w.org.id}/${t.w.customer.id}/[0-9a-f-]{36}\\.jpg$`));
  expect(row!.pathKey).toEqual(Buffer.from(row!.filePath));
  const [key, ...others] = await rig.files();
  expect([key, others]).toEqual([row!.filePath, []]);
  const kept = await rig.content(key!);
  expect(createHash("sha256").update(kept!).digest("hex")).toBe(image.sha256);
  const [thumb] = await rig.files("thumb/");
  expect((await rig.content(thumb!))!.toString("latin1", 8, 12)).toBe("WEBP");
  const [audit] = await t.db.select().from(auditLog);
  expect(audit).toMatchObject({ action: "customer_image.create", orgId: t.w.org.id });
});

test("a name is kept in one writing, and found whichever way it was typed", async () => {
  const name = "사과.jpg";
  await rig.upload(await sample.jpegOf(), name.normalize("NFD"));
  const [row] = await rows();
  expect(row!.nameKey).toEqual(Buffer.from(name.normalize("NFC")));
});

test("the same picture twice for one customer is refused and told which it is; another customer may have it", async () => {
  const picture = await sample.jpegOf();
  const first = await rig.upload(picture, "귤.jpg");
  const error = await t.refusal(() => rig.upload(picture, "다른 이름.jpg"));
  expect(told(error)).toEqual(["conflict", "customerImageSame"]);
  expect(error.detail.current).toEqual({ id: first.id, name: "귤.jpg" });
  expect(await rig.files()).toHaveLength(1);
  const other = await plantCustomer(t.db, t.w.org);
  await rig.upload(picture, "귤.jpg", t.w.operator, other.id);
  expect(await rows()).toHaveLength(2);
});

test("a picture an old system brought is known by its own bytes", async () => {
  const picture = await sample.jpegOf();
  const sha256 = createHash("sha256").update(picture).digest();
  await rig.plantRow({ filePath: "customers/old/귤.jpg", sha256 });
  expect(told(await t.refusal(() => rig.upload(picture)))).toEqual(["conflict", "customerImageSame"]);
});

test("of the same picture sent ten times at once exactly one stays, with exactly its files", async () => {
  const picture = await sample.jpegOf();
  const done = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => rig.upload(picture, `장면 ${n}.jpg`)));
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const [row, ...others] = await rows();
  expect(others).toEqual([]);
  expect(await rig.files()).toEqual([row!.filePath]);
  expect(await rig.files("thumb/")).toHaveLength(1);
});

test("what is no picture leaves nothing at all", async () => {
  for (const [bytes, name] of [
    [sample.html, "a.jpg"],
    [sample.gifHtml, "a.gif"],
    [await sample.webpOf(), "a.jpg"],
  ] as const)
    expect((await t.refusal(() => rig.upload(bytes, name))).code).toBe("invalid");
  const tooFew = uploadRequest(await sample.jpegOf());
  expect(
    told(
      await t.refusal(() =>
        storeCustomerImage(rig.rt(), t.w.operator, t.w.customer.id, { ...tooFew, bytes: tooFew.bytes + 1 }),
      ),
    ),
  ).toEqual(["invalid", "image", "imageIncomplete"]);
  expect(await rows()).toEqual([]);
  expect(await rig.tree()).toEqual([]);
});

test("who doesn't see the customer gets not_found, who only reads forbidden", async () => {
  const picture = await sample.jpegOf();
  const stranger = await rig.user(await plantOrg(t.db, "branch", null));
  const viewer = await rig.user(t.w.org, "viewer");
  expect((await t.refusal(() => rig.upload(picture, "a.jpg", stranger))).code).toBe("not_found");
  expect((await t.refusal(() => rig.upload(picture, "a.jpg", viewer))).code).toBe("forbidden");
  expect((await t.refusal(() => rig.upload(picture, "a.jpg", t.w.operator, 999_999))).code).toBe("not_found");
});

test("one person can't begin more than ten at once, and a full organisation takes none", async () => {
  const values = Array.from({ length: 10 }, (_, n) => ({ filePath: `customers/p${n}`, status: "pending" as const }));
  for (const row of values)
    await rig.plantRow({ ...row, origin: "new", createdBy: t.w.operator.userId, createdAt: t.now });
  expect((await t.refusal(() => rig.upload(Buffer.alloc(9), "a.jpg"))).code).toBe("rate_limited");
  await t.db.delete(customerImages);
  await rig.plantRow({ filePath: "customers/large", bytes: 4_000_000_000 });
  for (let n = 0; n < 5; n++) await rig.plantRow({ filePath: `customers/large${n}`, bytes: 4_000_000_000 });
  expect(told(await t.refusal(() => rig.upload(Buffer.alloc(9), "a.jpg")))).toEqual(["invalid", "image", "imageQuota"]);
});

test("the list goes page by page, newest first, without what is deleted or still on its way", async () => {
  for (let n = 0; n < 5; n++)
    await rig.plantRow({ filePath: `customers/${n}.jpg`, createdAt: new Date(t.now.getTime() - (n >> 1) * 1000) });
  await rig.plantRow({ filePath: "customers/gone.jpg", deletedAt: t.now });
  await rig.plantRow({ filePath: "customers/half.jpg", status: "pending" });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(2, cursor);
    expect(page.count).toEqual({ rows: 5, verified: null, checkedAt: null, changedSince: false });
    names.push(...page.items.map((item) => item.name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(names).toEqual(["1.jpg", "0.jpg", "3.jpg", "2.jpg", "4.jpg"]);
  expect(await codeOf(list(2, "no cursor"))).toBe("invalid");
  const stranger = await rig.user(await plantOrg(t.db, "branch", null));
  const foreign = listCustomerImages(t.db, scopeOf(stranger), { id: t.w.customer.id, limit: 5 });
  expect(await codeOf(foreign)).toBe("not_found");
});

test("a deleted customer's picture that was on its way is not kept", async () => {
  const request = uploadRequest(await sample.jpegOf());
  const gone = new ReadableStream<Uint8Array>({
    async start(controller) {
      await t.db.update(customers).set({ deletedAt: t.now }).where(eq(customers.id, t.w.customer.id));
      for await (const piece of request.body as unknown as AsyncIterable<Uint8Array>) controller.enqueue(piece);
      controller.close();
    },
  });
  const work = storeCustomerImage(rig.rt(), t.w.operator, t.w.customer.id, { ...request, body: gone });
  expect(await codeOf(work)).toBe("not_found");
  expect(await rows()).toEqual([]);
  expect(await rig.files()).toEqual([]);
});
