import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { plantOrg } from "@/db/testing/plant";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { explain, rowsRead } from "@/scripts/testing/read-plan";
import { START, testRig } from "@/scripts/testing/test-rig";
import { pageOfRows } from "./read-rows";
import { nextGroups } from "./scan-duplicates";

const t = testRig(
  async (db) => {
    const org = await plantOrg(db, "hq", null);
    const people = [await plantCustomer(db, org), await plantCustomer(db, org), await plantCustomer(db, org)];
    const [first, , last] = people.map(({ id }) => id);
    // One name and one hash twice each, of the first and the last customer; else each its own.
    await db.execute(sql`
      insert into customer_images (customer_id, filename, name_key, file_path, path_key, bytes, sha256, created_at, updated_at)
      select ${first} + (seq mod 3), concat(seq, '.jpg'), if(seq in (1, 4), 'twice.jpg', concat(seq, '.jpg')),
        concat('customers/', seq mod 7, '/', seq, '.jpg'), concat('customers/', seq mod 7, '/', seq, '.jpg'), 10,
        unhex(sha2(if(seq in (3, 6), 'same', seq), 256)), ${START}, ${START}
      from (select a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n as seq
        from (select 0 as n union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9) a,
          (select 0 as n union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9) b,
          (select 0 as n union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9) c,
          (select 0 as n union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9) d,
          (select 0 as n union select 1 union select 2) e) numbers`);
    return { first: first!, last: last! };
  },
  async () => [],
);

test("a page of the walk is read in the order of the index, from where the last one ended", async () => {
  const after = { path: Buffer.from("customers/3/15"), id: 5 };
  const page = pageOfRows(t.db, after, null, 1_000);
  const [plan] = await explain(t.db, page.getSQL());
  expect(plan).toMatchObject({ key: "ix_customer_images_path", type: "range" });
  expect(plan?.Extra ?? "").not.toMatch(/filesort|temporary/);
  expect(await rowsRead(t.db, page.getSQL())).toBeLessThan(1_100);
  const rows = await page;
  expect(rows).toHaveLength(1_000);
  const paths = rows.map(({ pathKey }) => pathKey);
  expect(paths).toEqual([...paths].sort(Buffer.compare));
  expect(Buffer.compare(paths[0]!, after.path)).toBeGreaterThan(0);
});

test("groups are found by the index alone, a bounded stretch at a time, whatever pass", async () => {
  const groupsOf = async (pass: "name" | "bytes") => {
    const groups = [];
    let questions = 0;
    for (let at: Parameters<typeof nextGroups>[1] | null = { pass, customer: 0, key: "" }; at; questions++) {
      const found: Awaited<ReturnType<typeof nextGroups>> = await nextGroups(t.db, at, null, 1);
      groups.push(...found.groups.map(({ customerId }) => customerId));
      at = found.next;
    }
    return { groups, questions };
  };
  expect(await groupsOf("name")).toMatchObject({ groups: [t.w.first + 1] });
  expect(await groupsOf("bytes")).toMatchObject({ groups: [t.w.first] });
  expect((await groupsOf("name")).questions).toBeGreaterThanOrEqual(2);
  const plan = await explain(
    t.db,
    sql`select customer_id, name_key, count(*) from customer_images force index (ix_customer_images_name)
      where customer_id >= 0 group by customer_id, name_key having count(*) > 1`,
  );
  expect(plan[0]).toMatchObject({ key: "ix_customer_images_name" });
  expect(plan[0]?.Extra ?? "").toMatch(/Using index/);
});
