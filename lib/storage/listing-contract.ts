import "server-only";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseObjectKey } from "./object-key";
import type { Storage } from "./port";

/** A store to list. `plant` puts an object there by any name, also one that can't be a key; it may lack one it can't hold. */
export type ListingWorld = {
  storage: Storage;
  plant: (names: readonly string[]) => Promise<void>;
  /** Names that are one and the same there: disks that don't know case or the forms of Unicode. */
  sameAs?: (name: string) => string;
};

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `img/7/2026/${i}.jpg`);

/** A whole listing in pages of `limit`, and how it went. */
async function pagesOf(storage: Storage, prefix: string, limit: number, from: string | null = null) {
  const keys: string[] = [];
  const sizes: number[] = [];
  let skipped = 0;
  for (let after = from; ; ) {
    const page = await storage.listPage(prefix, after, limit);
    expect(page.objects.length).toBeLessThanOrEqual(limit);
    for (const { key } of page.objects) if (after !== null) expect(byBytes(key, after)).toBeGreaterThan(0);
    keys.push(...page.objects.map(({ key }) => key));
    sizes.push(page.objects.length);
    skipped += page.skipped;
    if (page.next === null) return { keys, sizes, skipped };
    if (after !== null) expect(byBytes(page.next, after)).toBeGreaterThan(0);
    after = page.next;
  }
}

/** Names that sort differently by bytes, by UTF-16, by dictionaries, by folders; and those that look the same. */
const TRICKY = [
  ...[
    "a",
    "A",
    "a-1",
    "a0",
    "a.b",
    "a b",
    "a+b",
    "a%2Fb",
    "a&b",
    "a<b>",
    'a"b',
    "a'b",
    "-",
    "_x",
    "~",
    "!",
    "0",
    "!.jpg",
  ],
  ...[
    "B.jpg",
    "Ａ",
    "Ａ.jpg",
    "😀",
    "😎.jpg",
    "👨‍👩‍👧",
    "é",
    "e\u0301",
    "딸기",
    "딸기".normalize("NFD"),
    "귤 상자.jpg",
    " ",
    "a ",
    " a",
  ],
  ...["\u{10ffff}", "\ufffd", "\ue000", "ﬀ", "İ", "ı", "ß", "가".repeat(85), "x".repeat(255), "…", "a..b", "..a"],
];
const segment = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: "binary", minLength: 1, maxLength: 4 }).filter((text) => !/[/\p{Cc}\p{Cs}\\:]/u.test(text)),
);
const key = fc
  .oneof(segment, fc.tuple(fc.constantFrom("a", "a-1", "딸기", "dir"), segment), fc.tuple(segment, segment, segment))
  .map((parts) => (typeof parts === "string" ? parts : parts.join("/")))
  .filter((text) => parseObjectKey(text) !== null);

/** On a disk a name is either a file or a folder, and the first that comes wins. */
function keepable(names: readonly string[], sameAs: (name: string) => string): string[] {
  const files = new Set<string>();
  const folders = new Map<string, string>();
  return names.filter((name) => {
    const parts = name.split("/");
    const above = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
    if (files.has(sameAs(name)) || folders.has(sameAs(name))) return false;
    if (above.some((folder) => files.has(sameAs(folder)) || (folders.get(sameAs(folder)) ?? folder) !== folder))
      return false;
    for (const folder of above) folders.set(sameAs(folder), folder);
    files.add(sameAs(name));
    return true;
  });
}

/** What every listing promises. `open` gives an empty store of its own. */
export function listingContract(
  name: string,
  open: () => Promise<ListingWorld>,
  { runs = 25, most = 1000 }: { runs?: number; most?: number } = {},
) {
  describe(`${name} keeps the promises of a listing`, () => {
    test(`0, 1, ${most - 1}, ${most} and ${most + 1} objects come in full pages`, async () => {
      const { storage, plant } = await open();
      const names = numbered(most + 1);
      let planted = 0;
      for (const count of [0, 1, most - 1, most, most + 1]) {
        await plant(names.slice(planted, count));
        planted = count;
        const found = await pagesOf(storage, "", most);
        const sizes = count > most ? [most, count - most] : [count];
        expect(found).toEqual({ keys: names.slice(0, count).toSorted(byBytes), sizes, skipped: 0 });
        expect((await pagesOf(storage, "img/7/", most)).keys).toEqual(found.keys);
        expect((await pagesOf(storage, "img/8/", most)).keys).toEqual([]);
      }
    });

    test("whatever the names, pages of any size give each object once, in the byte order of keys", async () => {
      const property = fc.asyncProperty(
        fc.array(key, { maxLength: 24 }),
        fc.integer({ min: 1, max: 9 }),
        fc.oneof(key, fc.constant("")),
        async (names, limit, bound) => {
          const { storage, plant, sameAs = (text) => text } = await open();
          const kept = keepable(names, sameAs);
          await plant(kept);
          const sorted = kept.toSorted(byBytes);
          expect((await pagesOf(storage, "", limit)).keys).toEqual(sorted);
          const listed: string[] = [];
          for await (const object of storage.list("")) listed.push(object.key);
          expect(listed).toEqual(sorted);
          // From anywhere, also from where nothing lies; and by any beginning, also in the middle of a name.
          for (const from of [bound, ...kept.slice(0, 1)]) {
            const after = sorted.filter((one) => byBytes(one, from) > 0);
            expect((await pagesOf(storage, "", limit, from)).keys).toEqual(after);
            for (const prefix of [from, [...from].slice(0, 2).join(""), `${from.split("/")[0]}/`].filter(isText)) {
              expect((await pagesOf(storage, prefix, limit)).keys).toEqual(
                sorted.filter((one) => one.startsWith(prefix)),
              );
              const both = after.filter((one) => one.startsWith(prefix));
              expect((await pagesOf(storage, prefix, limit, from)).keys).toEqual(both);
            }
          }
        },
      );
      await fc.assert(property, { numRuns: runs });
    });

    test("names that can't be keys are counted once each, and a page of nothing else isn't the end", async () => {
      const odd = ["img/a\u0001", "img/b:c", "img/c\\d", "img/d\n", "img/e\u007f"];
      for (const limit of [1, 2, 3, 1000]) {
        const { storage, plant } = await open();
        await plant(["img/9", "img/A", ...odd, "img/z"]);
        const found = await pagesOf(storage, "", limit);
        expect(found.keys).toEqual(["img/9", "img/A", "img/z"]);
        expect(found.skipped).toBe(odd.length);
        if (limit === 1) expect(found.sizes).toContain(0);
        expect((await pagesOf(storage, "img/z", limit)).skipped).toBe(0);
      }
    });

    test("what the store keeps for itself is neither listed nor counted", async () => {
      const { storage, plant } = await open();
      await plant([
        ".tmp/x",
        ".quarantine/img/1",
        "_quarantine/1/1/img/2",
        "_quarantin/a",
        "_quarantine-x",
        "_quarantinf",
        "~",
      ]);
      for (const limit of [1, 2, 1000]) {
        const found = await pagesOf(storage, "", limit);
        expect(found).toMatchObject({ keys: ["_quarantin/a", "_quarantine-x", "_quarantinf", "~"], skipped: 0 });
      }
      for (const prefix of ["_quarantine/", "_quarantine/1/", ".tmp/", "."])
        expect(await pagesOf(storage, prefix, 10)).toEqual({ keys: [], sizes: [0], skipped: 0 });
    });

    test("what comes and goes while it is listed is met or not, and disturbs nothing else", async () => {
      const { storage, plant } = await open();
      const names = numbered(30).toSorted(byBytes);
      await plant(names);
      const first = await storage.listPage("", null, 10);
      await storage.quarantine(first.objects[3]!.key);
      const gone = parseObjectKey(names[15]!)!;
      await storage.quarantine(gone);
      await plant(["img/7/2026/!", "img/7/2026/zz"]);
      const rest = await pagesOf(storage, "", 10, first.next);
      expect(rest.keys).toEqual([...names.slice(10).filter((one) => one !== gone), "img/7/2026/zz"]);
    });
  });
}

const isText = (text: string) => !/\p{Cs}/u.test(text);
