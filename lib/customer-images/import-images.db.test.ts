import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { customerImages } from "@/db/schema/customer-images";
import { orgs } from "@/db/schema/orgs";
import { plantOrg } from "@/db/testing/plant";
import { AppError } from "@/lib/errors";
import { customerImageRig } from "@/scripts/testing/customer-image-rig";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { type ImageImportOrder, importImages } from "./import-images";
import { openMetadata } from "./open-metadata";

const rig = customerImageRig();
const { t } = rig;
const SCRIPT = { kind: "system", job: "script" } as const;
async function* pieces(text: string) {
  const bytes = Buffer.from(text);
  // In odd pieces, so that letters and lines are cut.
  for (let at = 0; at < bytes.length; at += 37) yield bytes.subarray(at, at + 37);
}
const run = (text: string, over: Partial<ImageImportOrder> = {}, actor: Parameters<typeof importImages>[1] = SCRIPT) =>
  importImages(
    rig.rt(),
    actor,
    { execute: true, fileName: "옛 사진.csv", source: "legacy", ...over },
    openMetadata(pieces(text)),
  );
const rows = () => t.db.select().from(customerImages).orderBy(customerImages.id);
const refused = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw error;
  return error.detail.issues?.[0]?.message ?? error.code;
};
const HEAD = "id,customer_code,filename,file_path,file_size,sha256,created_at";
const name = "한라봉 선물.JPG";

test("the rows come in as they were written: every letter in its own form, wrong paths and repeats too", async () => {
  const { code } = t.w.customer;
  const [nfc, nfd] = [name.normalize("NFC"), name.normalize("NFD")];
  const report = await run(
    [
      HEAD,
      `1,${code},${nfc},customers/가/${nfc},123,${"ab".repeat(32)},2026-03-01 09:30:00`,
      `2,${code},${nfd},customers/가/${nfd},,,2026-03-02T00:00:00Z`,
      `3,${code},${nfc},customers/가/${nfc},123,,`,
      `4,${code},"쉼표, 이름.jpg","/../etc/쉼표, 이름.jpg",,,`,
    ].join("\n"),
  );
  expect(report).toMatchObject({ executed: true, lines: 4, added: 4, refused: 0, customers: 1, finished: true });
  const stored = await rows();
  expect(stored.map((row) => row.filename)).toEqual([nfc, nfd, nfc, "쉼표, 이름.jpg"]);
  expect(stored.map((row) => row.filePath)).toEqual([
    `customers/가/${nfc}`,
    `customers/가/${nfd}`,
    `customers/가/${nfc}`,
    "/../etc/쉼표, 이름.jpg",
  ]);
  for (const row of stored) expect(row.pathKey).toEqual(Buffer.from(row.filePath));
  expect(stored[1]!.nameKey).toEqual(stored[0]!.nameKey);
  expect(stored[1]!.pathKey).not.toEqual(stored[0]!.pathKey);
  expect(stored[0]).toMatchObject({
    bytes: 123,
    sha256: Buffer.from("ab".repeat(32), "hex"),
    origin: "imported",
    status: "ready",
  });
  expect(stored[0]!.createdAt.toISOString()).toBe("2026-03-01T00:30:00.000Z");
  expect(stored[2]).toMatchObject({ createdAt: t.now, sha256: null });
  expect(await t.db.select().from(auditLog)).toMatchObject([{ action: "customer_image.import", actorName: "script" }]);
});

test("the same file twice changes nothing, and another source has ids of its own", async () => {
  const text = `${HEAD}\n1,${t.w.customer.code},a.jpg,customers/a.jpg,,,\n2,${t.w.customer.code},b.jpg,customers/b.jpg,,,`;
  await run(text);
  const before = await rows();
  expect(await run(text)).toMatchObject({ added: 0, unchanged: 2 });
  expect(await rows()).toEqual(before);
  expect(await run(`${text}\n3,${t.w.customer.code},c.jpg,customers/c.jpg,,,`)).toMatchObject({
    added: 1,
    unchanged: 2,
  });
  expect(await run(text, { source: "older" })).toMatchObject({ added: 2 });
});

test("a trial says what would happen, line by line, and writes nothing", async () => {
  const { code } = t.w.customer;
  const text = [
    HEAD,
    `1,${code},a.jpg,customers/a.jpg,,,`,
    `1,${code},b.jpg,customers/b.jpg,,,`,
    `,${code},c.jpg,customers/c.jpg,,,`,
    "4,NOBODY,d.jpg,customers/d.jpg,,,",
    `5,${code},e.jpg,,,,`,
    `6,${code},f.jpg,customers/${"길".repeat(400)},,,`,
    `7,${code},g.jpg,customers/g.jpg,twelve,,`,
    `8,${code},h.jpg,customers/h.jpg,,abc,`,
    `9,${code},i.jpg,customers/i.jpg,,,someday`,
    `10,,j.jpg,customers/j.jpg,,,`,
    `11,${code},\ufffd.jpg,customers/k.jpg,,,`,
    `12,${code},,customers/l.jpg,"1,234",,`,
  ].join("\n");
  const trial = await run(text, { execute: false });
  expect(await rows()).toEqual([]);
  expect(await t.db.$count(auditLog)).toBe(0);
  expect(trial).toMatchObject({ executed: false, lines: 12, added: 2, refused: 10 });
  expect(trial.refusals.map(({ line, reason }) => [line, reason])).toEqual([
    [3, "id_twice"],
    [4, "id_bad"],
    [5, "customer_unknown"],
    [6, "path_missing"],
    [7, "path_too_long"],
    [8, "bytes_bad"],
    [9, "sha256_bad"],
    [10, "created_at_bad"],
    [11, "customer_missing"],
    [12, "broken_letters"],
  ]);
  const real = await run(text);
  expect({ ...real, executed: false }).toEqual(trial);
  expect((await rows()).map(({ filename, bytes }) => [filename, bytes])).toEqual([
    ["a.jpg", null],
    ["l.jpg", 1234],
  ]);
});

test("JSON as a list, in an object and line by line", async () => {
  const { code, id } = t.w.customer;
  const record = (n: number, customer: object) =>
    JSON.stringify({ id: n, ...customer, file_path: `customers/${n}.jpg`, size: n });
  const some = [record(1, { customer_code: code }), record(2, { customer_id: id })];
  expect(await run(`[${some.join(",")}]`)).toMatchObject({ added: 2 });
  expect(await run(`{ "customer_images": [${some.join(",")}] }`, { source: "b" })).toMatchObject({ added: 2 });
  expect(await run(some.join("\n"), { source: "c" })).toMatchObject({ added: 2, refused: 0 });
  expect((await rows()).map((row) => row.filename)).toEqual(["1.jpg", "2.jpg", "1.jpg", "2.jpg", "1.jpg", "2.jpg"]);
});

test("a code two organisations use is nobody's until one is named", async () => {
  const other = await plantOrg(t.db, "branch", null);
  const twin = await plantCustomer(t.db, other, { code: t.w.customer.code });
  const text = `${HEAD}\n1,${twin.code},a.jpg,customers/a.jpg,,,`;
  expect((await run(text)).refusals).toEqual([{ line: 2, reason: "customer_ambiguous" }]);
  const [row] = (await t.db.select().from(orgs)).filter(({ id }) => id === other.id);
  expect(await run(text, { orgCode: row!.code })).toMatchObject({ added: 1 });
  expect((await rows())[0]!.customerId).toBe(twin.id);
  expect(await refused(run(text, { orgCode: "NONE" }))).toBe("badValue");
});

test("more rows than one transaction holds; stopped, it goes on where it ended", async () => {
  const lines = Array.from({ length: 2_500 }, (_, n) => `${n},${t.w.customer.code},a${n}.jpg,customers/a${n}.jpg,,,`);
  const text = [HEAD, ...lines].join("\n");
  let batches = 0;
  const stopped = await run(text, { onProgress: () => void batches++, isOver: () => batches > 0 });
  expect(stopped).toMatchObject({ finished: false, added: 1_000 });
  expect(await run(text)).toMatchObject({ finished: true, added: 1_500, unchanged: 1_000 });
  expect(await rows()).toHaveLength(2_500);
});

test("two at once bring every row in once", async () => {
  const lines = Array.from({ length: 300 }, (_, n) => `${n},${t.w.customer.code},a${n}.jpg,customers/a${n}.jpg,,,`);
  const both = await Promise.all([run([HEAD, ...lines].join("\n")), run([HEAD, ...lines].join("\n"))]);
  expect(await rows()).toHaveLength(300);
  expect(both[0]!.added + both[1]!.added).toBe(300);
});

test("only the headquarters, and only a file that says whose picture is where", async () => {
  const text = `${HEAD}\n1,${t.w.customer.code},a.jpg,customers/a.jpg,,,`;
  expect(await refused(run(text, {}, t.w.operator))).toBe("forbidden");
  expect(await refused(run("id,filename\n1,a.jpg"))).toBe("importColumnsMissing");
  expect(await refused(run(""))).toBe("importEmpty");
  expect(await refused(run(HEAD))).toBe("importEmpty");
  expect(await refused(run(`[{"id":1,"customer_code":"C","file_path":"a`))).toBe("importBroken");
  expect(await refused(run(text, { source: "" }))).toBe("badValue");
  expect(await rows()).toEqual([]);
});
