import { readdir } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customerImages } from "@/db/schema/customer-images";
import { syncOps } from "@/db/schema/image-sync";
import * as sample from "@/lib/images/sample-images";
import { placeOf } from "@/lib/storage/quarantine-port";
import { keyOf, sha256, syncRig } from "@/scripts/testing/sync-rig";
import { codeOf } from "@/scripts/testing/test-rig";
import { openPicture } from "./open-picture";

const rig = syncRig();
const { t } = rig;

const open = (
  runId: number,
  findingId: number,
  { image = undefined as number | undefined, thumb = false, actor = t.w.admin, tag = null as string | null } = {},
) => openPicture(rig.rt(), actor, { id: runId, findingId, image, thumb }, tag);
const bytesOf = async ({ body }: Awaited<ReturnType<typeof open>>) =>
  Buffer.from(await new Response(body).arrayBuffer());
const put = (path: string, bytes: Uint8Array) => t.w.tools.storage.put(keyOf(path), bytes, "image/jpeg");

/** Two rows of one customer, the first to go, each with a picture of its own. */
async function twins() {
  const customerId = await t.w.tools.plantCustomer();
  const [goes, stays] = [await sample.jpegOf(300, 200), await sample.pngOf(300, 200)];
  const plant = async (name: string, bytes: Uint8Array) => {
    await put(`customers/old/${name}`, bytes);
    return t.w.tools.plantImage(customerId, null, { filename: name, filePath: `customers/old/${name}` });
  };
  const rows = { goes: await plant("감귤 선물.jpg", goes), stays: await plant("감귤 선물 2.jpg", stays) };
  const runId = await t.w.tools.plantRun();
  const findingId = await t.w.tools.twin(runId, rows.goes, rows.stays);
  return { runId, findingId, rows, goes, stays };
}

test("both sides of a finding are shown as what their bytes are, under headers that keep them pictures", async () => {
  const { runId, findingId, rows, goes, stays } = await twins();
  const opened = await open(runId, findingId, { image: rows.goes.id });
  expect(await bytesOf(opened)).toEqual(goes);
  expect(opened.headers).toMatchObject({
    "Content-Type": "image/jpeg",
    "Content-Length": String(goes.byteLength),
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-cache",
  });
  const other = await open(runId, findingId, { image: rows.stays.id });
  expect([other.headers["Content-Type"], await bytesOf(other)]).toEqual(["image/png", stays]);
  expect(await bytesOf(await open(runId, findingId))).toEqual(goes);
});

test("what the caller has already isn't read again", async () => {
  const { runId, findingId } = await twins();
  const { headers, body } = await open(runId, findingId);
  await body?.cancel();
  expect((await open(runId, findingId, { tag: headers.ETag! })).body).toBeNull();
  const small = await open(runId, findingId, { tag: headers.ETag!, thumb: true });
  expect((await bytesOf(small)).subarray(8, 12).toString()).toBe("WEBP");
});

test("only the headquarters' admins see anything, others learn nothing", async () => {
  const { runId, findingId } = await twins();
  for (const actor of [t.w.operator, t.w.branchAdmin])
    expect(await codeOf(open(runId, findingId, { actor }))).toBe("not_found");
});

test("a picture of another customer, another run or outside of the folder is nobody's", async () => {
  const { runId, findingId } = await twins();
  const customerId = await t.w.tools.plantCustomer();
  await put("customers/old/foreign.jpg", await sample.jpegOf());
  await put("img/7/secret.jpg", await sample.jpegOf());
  const foreign = await t.w.tools.plantImage(customerId, null, { filePath: "customers/old/foreign.jpg" });
  const secret = await t.w.tools.plantImage(customerId, null, { filePath: "img/7/secret.jpg" });
  const climbing = await t.w.tools.plantImage(customerId, null, { filePath: "customers/../img/7/secret.jpg" });
  expect(await codeOf(open(runId, findingId, { image: foreign.id }))).toBe("not_found");
  expect(await codeOf(open(runId + 1, findingId))).toBe("not_found");
  for (const row of [secret, climbing])
    expect(await codeOf(open(runId, await t.w.tools.ghost(runId, row), { image: row.id }))).toBe("not_found");
});

test("what isn't there, or is no picture, is a place-holder in a list and not_found as itself", async () => {
  const { runId } = await twins();
  const customerId = await t.w.tools.plantCustomer();
  await put("customers/old/page.jpg", sample.html);
  for (const filePath of ["customers/old/none.jpg", "customers/old/page.jpg"]) {
    const row = await t.w.tools.plantImage(customerId, null, { filePath });
    const findingId = await t.w.tools.ghost(runId, row);
    expect(await codeOf(open(runId, findingId))).toBe("not_found");
    const small = await open(runId, findingId, { thumb: true });
    expect(small.headers).toMatchObject({ "Content-Type": "image/svg+xml", "X-Content-Type-Options": "nosniff" });
    expect((await bytesOf(small)).toString()).not.toContain("script");
  }
});

test("what was set aside can still be looked at, and looking leaves no trace of it in storage", async () => {
  const { runId, findingId, rows, goes } = await twins();
  await t.w.tools.plan(runId);
  const key = keyOf(rows.goes.filePath);
  const [op] = (await t.w.tools.opsOf(runId)).filter(({ act }) => act === "set_aside");
  const place = placeOf(runId, op!.seq, key);
  expect(op?.place).toBe(place);
  await t.w.tools.quarantine.setAside(key, place, { bytes: goes.byteLength, sha256: sha256(goes) });
  await t.db.delete(customerImages).where(eq(customerImages.id, rows.goes.id));
  await t.db.update(syncOps).set({ state: "done" }).where(eq(syncOps.runId, runId));
  expect(await bytesOf(await open(runId, findingId, { image: rows.goes.id }))).toEqual(goes);
  const before = await readdir(t.w.folder, { recursive: true });
  const small = await bytesOf(await open(runId, findingId, { image: rows.goes.id, thumb: true }));
  expect(small.subarray(8, 12).toString()).toBe("WEBP");
  expect(await readdir(t.w.folder, { recursive: true })).toEqual(before);
});
