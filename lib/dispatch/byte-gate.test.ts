import { expect, test } from "vitest";
import { openByteGate } from "./byte-gate";

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

test("together no more than the bound, in order, and one that is too large goes alone", async () => {
  const gate = openByteGate(10);
  const inside: string[] = [];
  const enter = async (name: string, bytes: number) => {
    const leave = await gate(bytes);
    inside.push(name);
    return () => {
      inside.splice(inside.indexOf(name), 1);
      leave();
    };
  };
  const [a, b, large, c] = [enter("a", 6), enter("b", 4), enter("large", 30), enter("c", 1)];
  await turn();
  expect(inside).toEqual(["a", "b"]);
  (await a)();
  await turn();
  expect(inside).toEqual(["b"]);
  (await b)();
  await turn();
  expect(inside).toEqual(["large"]);
  const leave = await large;
  leave();
  leave();
  await turn();
  expect(inside).toEqual(["c"]);
  (await c)();
  await enter("d", 10);
  expect(inside).toEqual(["d"]);
});
