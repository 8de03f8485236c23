import { expect, test } from "vitest";
import { inTurn, LOOK_MS, openLooks, well } from "./probe-look";

test("no look takes a second, and the work of one that ran out of time is called off", async () => {
  expect(LOOK_MS).toBeLessThan(1_000);
  expect(openLooks().ms).toBe(LOOK_MS);
  let isOff = false;
  const never = (signal: AbortSignal) =>
    new Promise<never>(() => {
      signal.addEventListener("abort", () => {
        isOff = true;
      });
    });
  const startMs = performance.now();
  expect(await openLooks(50).look("bot", 3, never)).toMatchObject({ key: "bot:3", ok: false, cause: "timeout" });
  expect(performance.now() - startMs).toBeLessThan(1_000);
  expect(isOff).toBe(true);
});

test("a look that breaks says nothing of what it looked at", async () => {
  expect(await openLooks().look("tick", undefined, () => Promise.reject(new Error("no database")))).toBeNull();
  expect(await openLooks().look("tick", undefined, async () => well({ seconds: 3 }))).toMatchObject({
    ...{ key: "tick", ok: true, cause: null, figures: { seconds: 3 } },
  });
});

test("many are looked at a few at a time, and none is begun after the end", async () => {
  let most = 0;
  let now = 0;
  const work = async () => {
    now++;
    most = Math.max(most, now);
    await new Promise((done) => setTimeout(done, 5));
    now--;
    return true;
  };
  const works = Array.from({ length: 60 }, () => work);
  expect(await inTurn(works, performance.now() + 10_000)).toHaveLength(60);
  expect(most).toBe(16);
  expect(await inTurn(works, performance.now() - 1)).toEqual([]);
});
