import { expect, test } from "vitest";
import { coalesce } from "./coalesce";

test("what comes together goes together, each with its own answer", async () => {
  const batches: number[][] = [];
  const twice = coalesce(async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return items.map((item) => item * 2);
  });
  const first = [1, 2, 3].map(twice);
  await new Promise((resolve) => setTimeout(resolve, 4));
  const later = [4, 5].map(twice);
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10]);
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  expect(await twice(6)).toBe(12);
});

test("more than a batch holds goes in several, none forgotten", async () => {
  const sizes: number[] = [];
  const same = coalesce(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  });
  const all = Array.from({ length: 1_150 }, (_, n) => n);
  expect(await Promise.all(all.map(same))).toEqual(all);
  expect(sizes).toEqual([500, 500, 150]);
});

test("one bad item fails alone", async () => {
  const picky = coalesce(async (items: readonly number[]) => {
    if (items.includes(13)) throw new Error("unlucky");
    return items;
  });
  const results = await Promise.allSettled([12, 13, 14].map(picky));
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
