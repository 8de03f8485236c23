import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { planAndApprove, SCRIPT, undoAll } from "@/scripts/testing/sync-drive";
import { syncRig } from "@/scripts/testing/sync-rig";
import { executeRun } from "./execute-run";

const { t, rt } = syncRig();
const tools = () => t.w.tools;
/** How long worlds are tried, in ms. */
const HUNT_MS = 15_000;

const kinds = ["ghost", "used", "twin", "same_key", "mispath", "pending", "thumb"] as const;
/** What people do: before the step, or after it and before it is taken back. */
const deeds = ["nothing", "nothing", "edit", "delete", "file", "use"] as const;
const item = fc.record({
  kind: fc.constantFrom(...kinds),
  name: fc.constantFrom(
    "가.jpg",
    "가.jpg".normalize("NFD"),
    "A.jpg",
    "a.jpg",
    "ａ.jpg",
    "😀.jpg",
    "a b.jpg",
    "a+b.jpg",
    "%20.jpg",
  ),
  first: fc.constantFrom(...deeds),
  later: fc.constantFrom(...deeds),
});
const world = fc.record({
  items: fc.array(item, { minLength: 1, maxLength: 6 }),
  slices: fc.integer({ min: 0, max: 14 }),
});
type Item = { kind: (typeof kinds)[number]; name: string };

/** Plants an item for a customer of its own, with its finding; gives the row and path a deed is done to. */
async function plant(run: number, { kind, name }: Item) {
  const customer = await tools().plantCustomer();
  const filePath = `customers/${customer}/${name}`;
  const image = (body: string | null, over: object = {}) =>
    tools().plantImage(customer, body, { filename: name.normalize("NFC"), ...over });
  if (kind === "ghost" || kind === "used") {
    const row = await image(null, { filePath });
    if (kind === "used")
      await t.db.insert(customerImageRefs).values({ imageId: row.id, kind: "cover", refId: customer });
    await tools().ghost(run, row, kind === "used" ? { action: "mark_missing" } : {});
    return { customer, id: row.id, path: filePath };
  }
  if (kind === "twin") {
    const [goes, stays] = [await image("귤", { filePath }), await image("귤")];
    await tools().twin(run, goes, stays);
    return { customer, id: goes.id, path: filePath };
  }
  if (kind === "same_key") {
    const stays = await image("감", { filePath });
    const goes = await image(null, { filePath, bytes: stays.bytes, sha256: stays.sha256 });
    await tools().plantFinding(run, goes, { verdict: "duplicate_key", action: "delete_row", keepImageId: stays.id });
    return { customer, id: goes.id, path: filePath };
  }
  if (kind === "mispath") {
    const [row, toPath] = [await image(null, { filePath: `${filePath}.old` }), filePath];
    await tools().plantFile(toPath, "봄");
    await tools().plantFinding(run, row, { verdict: "mispath", action: "repoint_row", toPath, bytes: 3, sha256: null });
    return { customer, id: row.id, path: `${filePath}.old` };
  }
  const row = await image("원본", {
    filePath: kind === "pending" ? filePath : `${filePath}.big`,
    status: kind === "pending" ? "pending" : "ready",
  });
  if (kind === "pending") {
    await tools().plantFinding(run, row, { verdict: "expired_pending", action: "delete_and_set_aside" });
    return { customer, id: row.id, path: filePath };
  }
  await tools().plantFile(filePath, "작은");
  const evidence = { original: row.filePath };
  const over = {
    action: "set_aside",
    customerId: customer,
    keepImageId: row.id,
    bytes: 6,
    filePath,
    evidence,
  } as const;
  await tools().plantFinding(run, null, { verdict: "thumbnail", ...over });
  return { customer, id: row.id, path: filePath };
}

async function act(deed: (typeof deeds)[number], { id, path, customer }: Awaited<ReturnType<typeof plant>>) {
  const row = await tools().imageOf(id);
  if (deed === "edit" && row)
    await t.db
      .update(customerImages)
      .set({ ver: row.ver + 5 })
      .where(eq(customerImages.id, id));
  if (deed === "delete" && row)
    await t.db
      .update(customerImages)
      .set({ deletedAt: t.now, ver: row.ver + 1 })
      .where(eq(customerImages.id, id));
  if (deed === "file") await tools().storage.put(path as never, Buffer.from("남의 것"), "image/jpeg");
  if (deed === "use" && row)
    await t.db.insert(customerImageRefs).ignore().values({ imageId: id, kind: "message", refId: customer });
}

/** Rows and files of a customer, those in quarantine by where they came from. */
async function stateOf(customers: readonly number[]) {
  const { rows, files } = await tools().asTheyAre();
  return customers.map((customer) => ({
    rows: rows.filter((row) => row.customerId === customer),
    files: Object.entries(files).filter(([path]) => path.startsWith(`customers/${customer}/`)),
  }));
}

test("whatever was planned, done as far as it got and taken back: all is as it was, but for what people did (ST-08, ST-12)", async () => {
  let worlds = 0;
  let conflicts = 0;
  await fc.assert(
    fc.asyncProperty(world, async ({ items, slices }) => {
      const run = await tools().plantRun();
      const planted: Awaited<ReturnType<typeof plant>>[] = [];
      for (const one of items) planted.push(await plant(run, one));
      await planAndApprove(rt(), tools(), run);
      for (const [i, one] of items.entries()) await act(one.first, planted[i]!);
      const customers = planted.map(({ customer }) => customer);
      const before = await stateOf(customers);
      for (let slice = 0; slice < slices; slice++) {
        const { state } = await executeRun(rt(), SCRIPT, { id: run }, { budgetMs: 0 });
        if (state !== "executing") break;
      }
      for (const [i, one] of items.entries()) await act(one.later, planted[i]!);
      const since = await stateOf(customers);
      const bytes = Object.values((await tools().asTheyAre()).files).sort();
      const undone = await undoAll(rt(), run);
      expect(undone.state).toBe("undone");
      const after = await stateOf(customers);
      for (const [i, one] of items.entries()) {
        if (one.later === "nothing") expect(after[i], JSON.stringify(one)).toEqual(before[i]);
        // Whatever somebody did after it is there: no row of theirs and no byte was overwritten.
        else
          for (const row of since[i]!.rows.filter(
            (now) => !before[i]!.rows.some((old) => old.id === now.id && old.ver + 1 === now.ver),
          ))
            expect(after[i]!.rows, JSON.stringify(one)).toContainEqual(row);
      }
      expect(Object.values((await tools().asTheyAre()).files).sort()).toEqual(bytes);
      worlds++;
      conflicts += undone.ops.conflicts;
    }),
    { numRuns: 400, interruptAfterTimeLimit: HUNT_MS, markInterruptAsFailure: false },
  );
  expect(worlds).toBeGreaterThan(0);
  console.info(`random plans: ${worlds} worlds, ${conflicts} conflicts`);
}, 180_000);
