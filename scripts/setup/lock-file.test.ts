import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { missingOptional, platformOf, repairLock, resolveIn } from "./lock-file.mjs";
import { atLeast } from "./node-version.mjs";

type Entry = {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  hasInstallScript?: boolean;
};
const root = path.resolve(import.meta.dirname, "../..");
const read = (name: string) => JSON.parse(readFileSync(path.join(root, name), "utf8"));
const lock = read("package-lock.json");
const manifest = read("package.json");
const entries = Object.entries(lock.packages as Record<string, Entry>).filter(([key]) => key !== "");
const installed = (name: string) => (lock.packages[`node_modules/${name}`] as Entry).version!;

test("npm ci accepts the lock: it matches package.json and no platform's optional package is missing", () => {
  expect(lock.packages[""].dependencies).toEqual(manifest.dependencies);
  expect(lock.packages[""].devDependencies).toEqual(manifest.devDependencies);
  expect(missingOptional(lock.packages)).toEqual([]);
});

test("no registry address in the lock or in .npmrc (SC-01)", () => {
  expect(entries.filter(([, entry]) => entry.resolved).map(([key]) => key)).toEqual([]);
  expect(readFileSync(path.join(root, ".npmrc"), "utf8")).not.toMatch(/registry\s*=|\/\//);
});

test("every package has an integrity hash, but for optional ones of platforms the registry lacked (SC-01)", () => {
  const bare = entries.filter(([, entry]) => !entry.integrity);
  expect(bare.filter(([key, entry]) => !entry.optional || Object.keys(platformOf(key)).length === 0)).toEqual([]);
  expect(bare.filter(([key]) => /linux-(x64|arm64)-gnu$/.test(key))).toEqual([]);
});

test("only esbuild brings an install script (SC-01)", () => {
  const scripted = entries
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([key]) => key.split("node_modules/").at(-1));
  expect([...new Set(scripted)].filter((name) => name !== "esbuild" && name !== "fsevents")).toEqual([]);
});

test("direct dependencies are pinned exactly (SC-02)", () => {
  const ranges = Object.values({ ...manifest.dependencies, ...manifest.devDependencies } as Record<string, string>);
  expect(ranges.filter((range) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))).toEqual([]);
});

test.each([
  ["next", "16.4.6"],
  ["react", "19.2.6"],
  ["react-dom", "19.2.6"],
  ["sharp", "0.35.5"],
  ["drizzle-orm", "0.45.2"],
  ["mysql2", "3.24.0"],
])("%s is at least %s (SC-02)", (name, floor) => {
  expect(atLeast(installed(name), floor), `${name} ${installed(name)}`).toBe(true);
});

test("a platform package's name says where it runs", () => {
  expect(platformOf("@next/swc-linux-x64-musl")).toEqual({ os: ["linux"], cpu: ["x64"], libc: ["musl"] });
  expect(platformOf("@tailwindcss/oxide-linux-arm-gnueabihf")).toEqual({
    os: ["linux"],
    cpu: ["arm"],
    libc: ["glibc"],
  });
  expect(platformOf("@next/swc-win32-arm64-msvc")).toEqual({ os: ["win32"], cpu: ["arm64"] });
  expect(platformOf("@biomejs/cli-darwin-arm64")).toEqual({ os: ["darwin"], cpu: ["arm64"] });
  expect(platformOf("@tailwindcss/oxide-wasm32-wasi")).toEqual({ cpu: ["wasm32"] });
  expect(platformOf("left-pad")).toEqual({});
});

test("a dependency is looked for from the inside out, as Node does", () => {
  const packages = { "node_modules/a": {}, "node_modules/a/node_modules/b": {}, "node_modules/b": {} };
  expect(resolveIn(packages, "node_modules/a", "b")).toBe("node_modules/a/node_modules/b");
  expect(resolveIn(packages, "", "b")).toBe("node_modules/b");
  expect(resolveIn(packages, "node_modules/a/node_modules/b", "c")).toBeNull();
});

test("the repair adds what is missing once and takes registry addresses out", () => {
  const broken = {
    packages: {
      "": {},
      "node_modules/x": {
        version: "1.0.0",
        resolved: "https://registry.example/x.tgz",
        dev: true,
        optionalDependencies: { "x-darwin-x64": "1.0.0" },
      },
    },
  };
  const repaired = repairLock(broken);
  expect(repaired.packages).toEqual({
    "": {},
    "node_modules/x": { version: "1.0.0", dev: true, optionalDependencies: { "x-darwin-x64": "1.0.0" } },
    "node_modules/x-darwin-x64": { version: "1.0.0", dev: true, optional: true, os: ["darwin"], cpu: ["x64"] },
  });
  expect(repairLock(repaired)).toEqual(repaired);
});
