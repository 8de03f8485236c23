import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PlantedOrg } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { keysOf } from "@/lib/storage/storage-contract";
import { imageRig } from "@/scripts/testing/image-rig";
import { codeOf } from "@/scripts/testing/test-rig";
import { imagesByKeys } from "./queries";
import { removeImage } from "./remove-image";

const { t, rt, user, plantImage, plantSchedule, plantLog, plantTree } = imageRig();

describe("removing", () => {
  test("takes an unused image out of sight; its bytes stay in quarantine", async () => {
    const { org } = t.w;
    const image = await plantImage(org);
    const actor = await user(org);
    await removeImage(rt(), actor, image);
    expect(await imagesByKeys(t.db, scopeOf(actor), [image.key])).toEqual([]);
    expect(await keysOf(t.w.storage, "")).toEqual([]);
    expect(await readdir(join(t.w.folder, ".quarantine"))).toEqual(["img", "thumb"]);
    expect(await codeOf(removeImage(rt(), actor, image))).toBe("not_found");
  });

  test("a used image stays, whoever asks; strangers hear that it isn't there; users of it may not remove it", async () => {
    const tree = await plantTree();
    const [hq, , , branch, sibling] = tree as [PlantedOrg, PlantedOrg, PlantedOrg, PlantedOrg, PlantedOrg];
    const shared = await plantImage(hq);
    await plantSchedule(branch, [shared.id]);
    const logged = await plantImage(branch);
    await plantLog(branch, logged.id);
    expect(await codeOf(removeImage(rt(), await user(hq), shared))).toBe("conflict");
    expect(await codeOf(removeImage(rt(), await user(branch), logged))).toBe("conflict");
    expect(await codeOf(removeImage(rt(), await user(branch), shared))).toBe("forbidden");
    expect(await codeOf(removeImage(rt(), await user(branch, "viewer"), logged))).toBe("forbidden");
    expect(await codeOf(removeImage(rt(), await user(sibling, "admin"), shared))).toBe("not_found");
    expect(await keysOf(t.w.storage, "img/")).toHaveLength(2);
  });
});
