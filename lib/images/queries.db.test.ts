import { expect, test } from "vitest";
import type { PlantedOrg } from "@/db/testing/plant";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import { newImageKey } from "@/lib/storage/object-key";
import type { KeptImage } from "@/scripts/testing/image-rig";
import { imageRig } from "@/scripts/testing/image-rig";
import { START } from "@/scripts/testing/test-rig";
import { imagesByKeys } from "./queries";

const { t, user, plantImage, plantSchedule, plantLog, plantTree } = imageRig();

test("an image is visible to whose subtree uploaded it or who sees a schedule or log that uses it, and to nobody else", async () => {
  const tree = await plantTree();
  const pick = (n: number) => tree[n % tree.length]!;
  const world: { image: KeptImage; seenFrom: PlantedOrg[] }[] = [];
  // Every mix of uploader, using schedule, deleted schedule, using log, and states that nobody may see.
  for (let n = 0; n < 40; n++) {
    const status = n % 10 === 8 ? "pending" : n % 10 === 9 ? "quarantined" : "ready";
    const image = await plantImage(pick(n * 7), status);
    const seenFrom = status === "ready" ? [image.org] : [];
    if (n % 2 === 0) {
      const owner = pick(n * 5 + 3);
      await plantSchedule(owner, [image.id]);
      if (status === "ready") seenFrom.push(owner);
    }
    if (n % 3 === 0) await plantSchedule(pick(n * 11 + 1), [image.id], START);
    if (n % 5 === 0) {
      const owner = pick(n * 13 + 2);
      await plantLog(owner, image.id);
      if (status === "ready") seenFrom.push(owner);
    }
    world.push({ image, seenFrom });
  }
  const keys = world.map(({ image }) => image.key);
  let seen = 0;
  for (const org of tree) {
    const actor = await user(org, "viewer");
    const found = await imagesByKeys(t.db, scopeOf(actor), keys);
    const expected = world.filter(({ seenFrom }) => seenFrom.some((from) => isSelfOrBelow(from.path, org.path)));
    expect(found.map((image) => image.key)).toEqual(expected.map(({ image }) => image.key));
    seen += found.length;
  }
  expect(seen).toBeGreaterThan(100);
}, 60_000);

test("keys come back in the order asked, twice where asked twice, and nonsense is simply not there", async () => {
  const { org } = t.w;
  const [a, b] = [await plantImage(org), await plantImage(org)];
  const scope = scopeOf(await user(org));
  const keys = [b.key, "../etc/passwd", a.key, "", b.key, newImageKey(org.id, START, "image/png")];
  const found = await imagesByKeys(t.db, scope, keys);
  expect(found.map((image) => image.key)).toEqual([b.key, a.key, b.key]);
  expect(await imagesByKeys(t.db, scope, [])).toEqual([]);
});
