import "server-only";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Ends } from "./move-proven";
import type { Storage } from "./port";
import { type Fingerprint, type Place, placeOf, type Quarantine, QuarantineConflict } from "./quarantine-port";
import { contentOf, keyOf, keysOf } from "./storage-contract";

/** A store and its quarantine; `reopen` gives the quarantine as another process would, told of every effect. */
export type QuarantineWorld = {
  storage: Storage;
  quarantine: Quarantine;
  reopen: (afterEffect: Ends["afterEffect"]) => Quarantine;
};

const A = Buffer.from("the picture");
const B = Buffer.from("another one");
export const fingerprintOf = (body: Uint8Array): Fingerprint => ({
  bytes: body.byteLength,
  sha256: createHash("sha256").update(body).digest(),
});
const key = keyOf("img/7/딸기 상자.jpg");
const place = placeOf(12, 3, key);

/** What every quarantine promises. `open` gives an empty store of its own. */
export function quarantineContract(name: string, open: () => Promise<QuarantineWorld>) {
  describe(`${name} keeps the promises of the quarantine port`, () => {
    test("what is set aside is out of sight, whole in quarantine, and comes back the same", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, A, "image/jpeg");
      expect(await quarantine.setAside(key, place, fingerprintOf(A))).toBe("moved");
      expect(await storage.head(key)).toBeNull();
      expect(await storage.read(key)).toBeNull();
      expect(await keysOf(storage, "")).toEqual([]);
      expect(await storage.listPage("", null, 1000)).toEqual({ objects: [], skipped: 0, next: null });
      expect(await quarantine.head(place)).toMatchObject({ bytes: A.byteLength });
      expect(await held(quarantine)).toEqual(A);
      expect(await quarantine.bringBack(key, place, fingerprintOf(A))).toBe("restored");
      expect(await contentOf(storage, key)).toEqual(A);
      expect(await held(quarantine)).toBeNull();
    });

    test("repeated, every answer is the same and nothing moves twice", async () => {
      const { storage, quarantine } = await open();
      const expected = fingerprintOf(A);
      expect(await quarantine.setAside(key, place, expected)).toBe("absent");
      expect(await quarantine.bringBack(key, place, expected)).toBe("absent");
      await storage.put(key, A, "image/jpeg");
      for (let i = 0; i < 3; i++) expect(await quarantine.setAside(key, place, expected)).toBe("moved");
      for (let i = 0; i < 3; i++) expect(await quarantine.bringBack(key, place, expected)).toBe("restored");
      expect(await contentOf(storage, key)).toEqual(A);
    });

    test("what isn't what was planned stays where it lies", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, B, "image/jpeg");
      expect(await quarantine.setAside(key, place, fingerprintOf(A))).toBe("changed");
      const { bytes } = fingerprintOf(B);
      expect(await quarantine.setAside(key, place, { bytes, sha256: fingerprintOf(A).sha256 })).toBe("changed");
      expect(await quarantine.setAside(key, place, { ...fingerprintOf(B), bytes: bytes + 1 })).toBe("changed");
      expect(await contentOf(storage, key)).toEqual(B);
      expect(await held(quarantine)).toBeNull();
    });

    test("what came to lie at the key meanwhile is overwritten by nobody", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, A, "image/jpeg");
      await quarantine.setAside(key, place, fingerprintOf(A));
      await storage.put(key, B, "image/jpeg");
      expect(await quarantine.bringBack(key, place, fingerprintOf(A))).toBe("taken");
      expect(await quarantine.setAside(key, place, fingerprintOf(A))).toBe("moved");
      expect(await contentOf(storage, key)).toEqual(B);
      expect(await held(quarantine)).toEqual(A);
    });

    test("from an empty place nothing is brought back, whatever lies at the key", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, B, "image/jpeg");
      expect(await quarantine.bringBack(key, place, fingerprintOf(A))).toBe("absent");
      expect(await contentOf(storage, key)).toEqual(B);
    });

    test("a place that holds other bytes is never written over, and never brought back as something else", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, B, "image/jpeg");
      await quarantine.setAside(key, place, fingerprintOf(B));
      await expect(quarantine.setAside(key, place, fingerprintOf(A))).rejects.toThrow(QuarantineConflict);
      await expect(quarantine.bringBack(key, place, fingerprintOf(A))).rejects.toThrow(QuarantineConflict);
      await storage.put(key, A, "image/jpeg");
      await expect(quarantine.setAside(key, place, fingerprintOf(A))).rejects.toThrow(QuarantineConflict);
      expect(await contentOf(storage, key)).toEqual(A);
      expect(await held(quarantine)).toEqual(B);
    });

    test("dead after any effect, the bytes lie whole at one end, and the next try ends the same", async () => {
      const expected = fingerprintOf(A);
      for (let most = 1; most <= 4; most++) {
        const { storage, quarantine, reopen } = await open();
        await storage.put(key, A, "image/jpeg");
        let effects = 0;
        const dying = reopen(() => {
          if (++effects === most) throw new Error("killed");
        });
        const isKilled = (error: unknown) => expect(String(error)).toContain("killed");
        await dying.setAside(key, place, expected).catch(isKilled);
        expect(await wholeSomewhere(storage, quarantine)).toBe(true);
        expect(await quarantine.setAside(key, place, expected)).toBe("moved");
        expect([await contentOf(storage, key), await held(quarantine)]).toEqual([null, A]);
        await dying.bringBack(key, place, expected).catch(isKilled);
        expect(await wholeSomewhere(storage, quarantine)).toBe(true);
        expect(await quarantine.bringBack(key, place, expected)).toBe("restored");
        expect([await contentOf(storage, key), await held(quarantine)]).toEqual([A, null]);
        expect(effects).toBeGreaterThanOrEqual(Math.min(most, 2));
      }
    });

    test("what comes to lie at the key while it is moved isn't taken away", async () => {
      const { storage, quarantine, reopen } = await open();
      await storage.put(key, A, "image/jpeg");
      const slow = reopen(async (effect) => {
        if (effect !== "copied") return;
        await storage.quarantine(key);
        await storage.put(key, B, "image/jpeg");
      });
      expect(await slow.setAside(key, place, fingerprintOf(A))).toBe("moved");
      expect([await contentOf(storage, key), await held(quarantine)]).toEqual([B, A]);
    });

    test("ten at once move it once, and it is whole all the while", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, A, "image/jpeg");
      const tries = Array.from({ length: 10 }, () => quarantine.setAside(key, place, fingerprintOf(A)));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.some((one) => one.status === "fulfilled" && one.value === "moved")).toBe(true);
      expect(await quarantine.setAside(key, place, fingerprintOf(A))).toBe("moved");
      expect([await contentOf(storage, key), await held(quarantine)]).toEqual([null, A]);
    });

    test("destroying is final, and only what lies in quarantine can be destroyed", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, A, "image/jpeg");
      for (const bad of [key, `../${key}`, `12/3/../../../${key}`, "12/3/", "0/1/a", "12/3/_quarantine/1/1/a", ""])
        await expect(quarantine.destroy(bad as string as Place)).rejects.toThrow("Not a place");
      expect(await quarantine.destroy(place)).toBe(false);
      await quarantine.setAside(key, place, fingerprintOf(A));
      expect(await quarantine.destroy(place)).toBe(true);
      expect(await quarantine.destroy(place)).toBe(false);
      expect(await quarantine.bringBack(key, place, fingerprintOf(A))).toBe("absent");
    });

    test("what the sweep takes out of sight and what is set aside don't meet", async () => {
      const { storage, quarantine } = await open();
      await storage.put(key, A, "image/jpeg");
      expect(await storage.quarantine(key)).toBe(true);
      expect(await held(quarantine)).toBeNull();
      await storage.put(key, B, "image/jpeg");
      expect(await quarantine.setAside(key, place, fingerprintOf(B))).toBe("moved");
      expect(await held(quarantine)).toEqual(B);
    });
  });
}

async function held(quarantine: Quarantine): Promise<Buffer | null> {
  const found = await quarantine.read(place);
  return found && Buffer.from(await new Response(found.body).arrayBuffer());
}

async function wholeSomewhere(storage: Storage, quarantine: Quarantine): Promise<boolean> {
  const ends = [await contentOf(storage, key), await held(quarantine)];
  return ends.some((bytes) => bytes?.equals(A)) && ends.every((bytes) => bytes === null || bytes.equals(A));
}
