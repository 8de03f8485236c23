import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { createLocalDisk } from "./local-disk";
import { createLocalQuarantine } from "./local-quarantine";
import { quarantineContract } from "./quarantine-contract";
import { storageContract } from "./storage-contract";

// A disk like exFAT: everything works but hard links.
vi.mock("node:fs/promises", async (original) => ({
  ...(await original<typeof import("node:fs/promises")>()),
  link: () => Promise.reject(Object.assign(new Error("not permitted"), { code: "EPERM" })),
}));

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dochak-linkless-"));
  made.push(folder);
  return folder;
}

storageContract("a disk without hard links", async () => {
  return createLocalDisk(await newFolder());
});

quarantineContract("a disk without hard links", async () => {
  const root = await newFolder();
  const quarantine = createLocalQuarantine(root);
  return {
    storage: createLocalDisk(root),
    quarantine,
    reopen: (afterEffect) => createLocalQuarantine(root, afterEffect),
  };
});
