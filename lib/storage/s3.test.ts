import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type S3Faults, startS3Server } from "@/scripts/testing/s3-server";
import { listingContract } from "./listing-contract";
import type { Storage } from "./port";
import { fingerprintOf, quarantineContract } from "./quarantine-contract";
import { placeOf, type Quarantine } from "./quarantine-port";
import { createS3 } from "./s3";
import { createS3Quarantine } from "./s3-quarantine";
import { contentOf, keyOf, keysOf, storageContract } from "./storage-contract";

let server: Awaited<ReturnType<typeof startS3Server>>;
let storage: Storage;
let quarantine: Quarantine;
beforeAll(async () => {
  server = await startS3Server();
  storage = createS3(server.settings());
  quarantine = createS3Quarantine(server.settings());
});
beforeEach(() => server.clear());
afterAll(() => server.stop());

for (const conditions of ["known", "unknown", "ignored"] as const) {
  const open = async () => {
    server.clear();
    server.faults.conditions = conditions;
    return storage;
  };
  storageContract(`S3 with conditions ${conditions}`, open);
  quarantineContract(`S3 with conditions ${conditions}`, async () => ({
    storage: await open(),
    quarantine,
    reopen: (afterEffect) => createS3Quarantine(server.settings(), afterEffect),
  }));
}
for (const emptyPages of [0, 2]) {
  const open = async () => {
    server.clear();
    server.faults.emptyPages = emptyPages;
    const plant = async (names: readonly string[]) => {
      for (const name of names) server.keep(name, Buffer.from("bytes"));
    };
    return { storage, plant };
  };
  listingContract(`S3 with ${emptyPages} empty pages before each`, open, { runs: emptyPages ? 5 : 20 });
}

const A = Buffer.from("the picture");
const B = Buffer.from("another one");
const key = keyOf("img/7/딸기 상자+1.jpg");
const place = placeOf(4, 2, key);
const named = (names: readonly string[]) => {
  for (const name of names) server.keep(name, A);
};

describe("a listing that can't be true is an error", () => {
  const abcd = ["a", "b", "c", "d"];
  test.each<[string, Partial<S3Faults>, string]>([
    ["turned round", { page: (names) => names.toReversed() }, "out of order"],
    ["a name twice", { page: (names) => [...names, names.at(-1)!] }, "out of order"],
    ["in the order of UTF-16", { page: () => ["😀", "Ａ"] }, "out of order"],
    ["the page before once more", { page: () => ["a", "b"] }, "out of order"],
    ["what wasn't asked for", { page: (names) => [...names, "z"] }, "wasn't asked for"],
    ["fewer than it counts", { listing: (xml) => xml.replace("<KeyCount>2", "<KeyCount>3") }, "holds other"],
    [
      "without a word whether there is more",
      { listing: (xml) => xml.replace(/<IsTruncated>\w+<.IsTruncated>/, "") },
      "doesn't say",
    ],
    ["more and not where", { page: () => [], listing: (xml) => xml.replace(/<Next\w+>.*<.Next\w+>/, "") }, "not where"],
    ["an object without its size", { listing: (xml) => xml.replace(/<Size>.*?<\/Size>/, "") }, "leaves something out"],
    ["cut off in the middle", { listing: (xml) => xml.slice(0, xml.length >> 1) }, "XML"],
    ["a connection that breaks", { cut: "LIST" }, "aborted"],
    ["no XML", { listing: () => "<html>Bad gateway</html>" }, "doesn't say"],
    ["nothing at all", { listing: () => "" }, "doesn't say"],
    ["empty pages without end", { emptyPages: 300 }, "without end"],
  ])("%s", async (_, faults, why) => {
    named(abcd.map((name) => `p${name}`));
    Object.assign(server.faults, faults);
    const prefix = faults.page && !why.includes("asked") ? "" : "p";
    const listed = async () => {
      const first = await storage.listPage(prefix, null, 2);
      return storage.listPage(prefix, first.next, 2);
    };
    await expect(listed()).rejects.toThrow(why);
  });

  test("so is one that is refused, also in its middle, and one in a bucket that isn't there", async () => {
    named(abcd);
    for (const [status, code] of [
      [403, "AccessDenied"],
      [500, "InternalError"],
      [404, "NoSuchKey"],
    ] as const) {
      const first = await storage.listPage("", null, 2);
      server.faults.refuse = { action: "LIST", status, code, times: 99 };
      await expect(storage.listPage("", first.next, 2)).rejects.toThrow(code);
      await expect(keysOf(storage, "")).rejects.toThrow(code);
      server.faults.refuse = null;
    }
    const elsewhere = createS3(server.settings({ bucket: "another-bucket" }));
    await expect(elsewhere.listPage("", null, 2)).rejects.toThrow("NoSuchBucket");
  });
});

test("however much lies in quarantine, a listing steps over it at once", async () => {
  named(["A", ...Array.from({ length: 90 }, (_, i) => `_quarantine/1/${i}/a`), "_quarantined", "b"]);
  const first = await storage.listPage("", null, 10);
  expect(first.objects.map(({ key }) => key)).toEqual(["A"]);
  expect((await storage.listPage("", first.next, 10)).objects.map(({ key }) => key)).toEqual(["_quarantined", "b"]);
  expect(server.calls).toEqual(["LIST", "LIST"]);
});

test("reads are asked again a few times, and no longer", async () => {
  named([key]);
  const slow = (action: "LIST" | "HEAD" | "GET", times: number) => {
    server.calls.length = 0;
    server.faults.refuse = { action, status: 503, code: "SlowDown", times };
  };
  slow("LIST", 2);
  expect(await keysOf(storage, "")).toEqual([key]);
  slow("HEAD", 2);
  expect(await storage.head(key)).not.toBeNull();
  slow("GET", 2);
  expect(await contentOf(storage, key)).toEqual(A);
  for (const [action, ask] of [
    ["LIST", () => storage.listPage("", null, 9)],
    ["HEAD", () => storage.head(key)],
    ["GET", () => storage.read(key)],
  ] as const) {
    slow(action, 99);
    await expect(ask()).rejects.toThrow();
    expect(server.calls).toHaveLength(3);
  }
});

test("what changes the store is told once, however it is answered", async () => {
  const expected = fingerprintOf(A);
  const only = (action: "PUT" | "COPY" | "DELETE") => server.calls.filter((call) => call.startsWith(action));
  server.faults.refuse = { action: "PUT", status: 503, code: "SlowDown", times: 1 };
  await expect(storage.put(key, A, "image/jpeg")).rejects.toThrow("SlowDown");
  expect(only("PUT")).toHaveLength(1);
  named([key]);
  server.faults.refuse = { action: "COPY", status: 500, code: "InternalError", times: 1 };
  await expect(quarantine.setAside(key, place, expected)).rejects.toThrow("InternalError");
  expect(only("COPY")).toHaveLength(1);
  server.faults.refuse = { action: "DELETE", status: 503, code: "SlowDown", times: 1 };
  await expect(quarantine.setAside(key, place, expected)).rejects.toThrow("SlowDown");
  expect(only("DELETE")).toHaveLength(1);
  expect([...server.objects.keys()].sort()).toEqual([`_quarantine/${place}`, key]);
  expect(await quarantine.setAside(key, place, expected)).toBe("moved");
  expect([...server.objects.keys()]).toEqual([`_quarantine/${place}`]);
});

test("only 404 of an object in a bucket that is there is absence", async () => {
  expect(await storage.head(key)).toBeNull();
  expect(await storage.read(key)).toBeNull();
  for (const [status, code] of [
    [403, "AccessDenied"],
    [500, "InternalError"],
    [301, "PermanentRedirect"],
    [400, "BadRequest"],
  ] as const) {
    server.faults.refuse = { action: "HEAD", status, code, times: 99 };
    await expect(storage.head(key)).rejects.toThrow();
    await expect(storage.put(key, A, "image/jpeg")).rejects.toThrow();
    server.faults.refuse = { action: "GET", status, code, times: 99 };
    await expect(storage.read(key)).rejects.toThrow();
    await expect(quarantine.setAside(key, place, fingerprintOf(A))).rejects.toThrow();
  }
  const elsewhere = createS3(server.settings({ bucket: "another-bucket" }));
  await expect(elsewhere.head(key)).rejects.toThrow();
  await expect(elsewhere.read(key)).rejects.toThrow();
  const quarantineElsewhere = createS3Quarantine(server.settings({ bucket: "another-bucket" }));
  await expect(quarantineElsewhere.setAside(key, place, fingerprintOf(A))).rejects.toThrow("NoSuchBucket");
  await expect(createS3({ ...server.settings(), endpoint: "http://127.0.0.1:1" }).head(key)).rejects.toThrow();
});

test("a store that doesn't answer is given up, and is no absence; nor is a body that stops or breaks off", async () => {
  named([key]);
  const impatient = createS3(server.settings({ callMs: 150 }));
  for (const [action, ask] of [
    ["HEAD", () => impatient.head(key)],
    ["GET", () => impatient.read(key)],
    ["LIST", () => impatient.listPage("", null, 9)],
  ] as const) {
    server.faults.hang = { action };
    await expect(ask()).rejects.toThrow(/time/i);
  }
  server.faults.hang = null;
  server.faults.cut = "GET";
  const found = await storage.read(key);
  await expect(new Response(found!.body).arrayBuffer()).rejects.toThrow();
  await expect(quarantine.setAside(key, place, fingerprintOf(A))).rejects.toThrow();
  expect([...server.objects.keys()]).toEqual([key]);
});

test("bytes that aren't those that were put are an error for a reader and nothing to a move", async () => {
  await storage.put(key, A, "image/jpeg");
  server.faults.isRotten = true;
  const found = await storage.read(key);
  await expect(new Response(found!.body).arrayBuffer()).rejects.toThrow(/checksum/i);
  await expect(quarantine.setAside(key, place, fingerprintOf(A))).rejects.toThrow(/checksum/i);
  server.faults.before = () => {
    server.faults.isRotten = server.objects.has(`_quarantine/${place}`);
  };
  // Of a copy that comes out other than its original, too: the original is left alone.
  await expect(quarantine.setAside(key, place, fingerprintOf(A))).rejects.toThrow();
  server.faults.before = null;
  server.faults.isRotten = false;
  expect(await contentOf(storage, key)).toEqual(A);
});

test("a move whose answers are lost is found done, and nothing is lost by it", async () => {
  const impatient = createS3Quarantine(server.settings({ callMs: 150 }));
  const whole = () => [...server.objects.values()].every(({ bytes }) => bytes.equals(A));
  named([key]);
  for (const action of ["COPY", "DELETE"] as const) {
    server.faults.hang = { action, after: true };
    await expect(impatient.setAside(key, place, fingerprintOf(A))).rejects.toThrow(/time/i);
    expect(whole()).toBe(true);
  }
  expect([...server.objects.keys()]).toEqual([`_quarantine/${place}`]);
  expect(await quarantine.setAside(key, place, fingerprintOf(A))).toBe("moved");
});

test("what is overwritten between looking and acting is neither taken away nor written over", async () => {
  for (const conditions of ["known", "unknown"] as const) {
    server.clear();
    server.faults.conditions = conditions;
    named([key]);
    // After the first look at it, before the copy is made.
    server.faults.before = ({ action }) => {
      if (action === "COPY") server.keep(key, B);
    };
    const isRefused = await quarantine.setAside(key, place, fingerprintOf(A)).then(
      () => false,
      () => true,
    );
    server.faults.before = null;
    expect(isRefused).toBe(true);
    expect(server.objects.get(key)!.bytes).toEqual(B);
    // A service that knows the condition makes no such copy at all.
    expect(server.objects.has(`_quarantine/${place}`)).toBe(conditions === "unknown");
  }
  // After the copy is proven, before the original goes: the condition of the service itself decides.
  server.clear();
  named([key]);
  server.faults.before = ({ action }) => {
    if (action === "DELETE") server.keep(key, B);
  };
  expect(await quarantine.setAside(key, place, fingerprintOf(A))).toBe("moved");
  server.faults.before = null;
  expect(await contentOf(storage, key)).toEqual(B);
  // And of what comes to lie at the key while something is brought back there.
  await storage.quarantine(key);
  server.faults.before = ({ action }) => {
    if (action === "COPY") server.keep(key, B);
  };
  await expect(quarantine.bringBack(key, place, fingerprintOf(A))).rejects.toThrow("PreconditionFailed");
  server.faults.before = null;
  expect(await quarantine.bringBack(key, place, fingerprintOf(A))).toBe("taken");
  expect(await contentOf(storage, key)).toEqual(B);
});

test("of two processes that put one key, the service lets one", async () => {
  const other = createS3(server.settings());
  server.faults.before = ({ action, key: at }) => {
    if (action === "PUT" && !server.objects.has(at)) server.keep(at, B);
  };
  expect(await other.put(key, A, "image/jpeg")).toBe("exists");
  expect(await contentOf(storage, key)).toEqual(B);
  server.faults.before = null;
  server.objects.clear();
  server.faults.refuse = { action: "PUT", status: 409, code: "ConditionalRequestConflict", times: 1 };
  await expect(storage.put(key, A, "image/jpeg")).rejects.toThrow("ConditionalRequestConflict");
});

test("what kind of thing it is comes along with it, there and back", async () => {
  await storage.put(key, A, "image/jpeg");
  await quarantine.setAside(key, place, fingerprintOf(A));
  await quarantine.bringBack(key, place, fingerprintOf(A));
  expect(server.objects.get(key)?.type).toBe("image/jpeg");
});

test("it says whether something could be kept, and leaves nothing behind", async () => {
  expect(await storage.isWritable?.()).toBe(true);
  expect(server.objects.size).toBe(0);
  server.faults.refuse = { action: "PUT", status: 403, code: "AccessDenied", times: 1 };
  expect(await storage.isWritable?.()).toBe(false);
  expect(await createS3(server.settings({ bucket: "another-bucket" })).isWritable?.()).toBe(false);
});
