import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/** A folder in lib/ may import itself and anything written above it. */
const ORDER = [
  "errors.ts",
  "env",
  "i18n",
  "time",
  "access",
  "transports",
  "simulator",
  "queue",
  "storage",
  "runtime.ts",
  "orgs",
  "views",
  "tenants",
  "rooms",
  "images",
  "customers",
  "customer-images",
  "deliveries",
  "schedules",
  "messages",
  "batches",
  "coverage",
  "history",
  "recovery",
  "reconcile",
  "image-sync",
  "alerts",
  "inbox",
  "dispatch",
  "diagnosis",
  "home",
  "sandbox",
  "wiring.ts",
  "http",
];
const MAY_IMPORT: Record<string, string[]> = {
  app: ["app", "components", "lib", "db/enums.ts"],
  components: ["components", "lib", "db/enums.ts"],
  lib: ["lib", "db"],
  db: ["db"],
  scripts: ["scripts", "lib", "db"],
};
const PURE_PACKAGES = ["zod", "zod/mini", "use-intl", "use-intl/core"];
const SDK_HOMES: Record<string, string> = {
  // The benchmark sets the SDK as it comes against our adapter.
  solapi: "lib/transports/ scripts/bench/",
  "@aws-sdk/": "lib/",
  sharp: "lib/images/ scripts/ db/seed/",
  "next-auth/react": "app/ components/",
  "next-auth": "lib/http/ app/api/auth/ components/ app/sign-in/",
  "drizzle-orm": "lib/ db/ scripts/testing/ scripts/bench/",
  mysql2: "db/ scripts/",
  "csv-parse": "lib/customers/ lib/messages/ components/messages/",
  "read-excel-file": "lib/customers/ lib/messages/ components/messages/",
  "write-excel-file": "lib/customers/ lib/messages/",
};
/** Files at the process's edge that may read its environment. */
const READS_ENVIRONMENT = /^(lib\/env\/env\.ts|db\/testing\/|scripts\/)/;
const BANNED_NAMES = /(^|\/)(index|utils?|helpers?|common|misc|types|service|repository)\.tsx?$/;
const isCatalogue = (path: string) => /^lib\/i18n\/(ko|en)\//.test(path);

type Import = { from: string; typeOnly: boolean };
type Source = { path: string; text: string; imports: Import[]; serverOnly: boolean; client: boolean };

const root = process.cwd();
const files = Object.keys(MAY_IMPORT)
  .filter((dir) => existsSync(join(root, dir)))
  .flatMap((dir) => (readdirSync(join(root, dir), { recursive: true }) as string[]).map((f) => join(dir, f)))
  .filter((f) => /\.tsx?$/.test(f) && !/\.test\.tsx?$/.test(f));
const sources = new Map(files.map((path) => [path, read(path)]));

function read(path: string): Source {
  const text = readFileSync(join(root, path), "utf8");
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^;'"]*?\sfrom\s+)?["']([^"']+)["']/gm;
  const imports = [...text.matchAll(statement)].map((m) => ({ typeOnly: Boolean(m[1]), from: resolve(path, m[2]!) }));
  return {
    path,
    text,
    imports,
    serverOnly: imports.some((i) => i.from === "server-only"),
    client: /^\s*["']use client["']/.test(text),
  };
}
function resolve(path: string, spec: string): string {
  const base = spec.startsWith("@/")
    ? spec.slice(2)
    : spec.startsWith(".")
      ? normalize(join(dirname(path), spec))
      : null;
  return base ? ([`${base}.ts`, `${base}.tsx`, base].find((c) => existsSync(join(root, c))) ?? base) : spec;
}
const top = (path: string) => path.split("/")[0]!;
const place = (path: string) => ORDER.indexOf(path.split("/")[1]!);
const values = (s: Source) => s.imports.filter((i) => !i.typeOnly);
const local = (i: Import) => sources.get(i.from);
const offences = (rule: (s: Source) => string[]) =>
  [...sources.values()].flatMap((s) => rule(s).map((why) => `${s.path}: ${why}`));

test("app → components → lib → db, never back", () => {
  const allowed = (s: Source, i: Import) =>
    MAY_IMPORT[top(s.path)]!.some((ok) => i.from === ok || i.from.startsWith(`${ok}/`));
  expect(offences((s) => s.imports.filter((i) => local(i) && !allowed(s, i)).map((i) => `imports ${i.from}`))).toEqual(
    [],
  );
});

test("lib folders import only what is listed above them", () => {
  expect(
    offences((s) => {
      if (top(s.path) !== "lib") return [];
      if (place(s.path) < 0) return ["not in ORDER"];
      return s.imports
        .filter((i) => i.from.startsWith("lib/") && place(i.from) > place(s.path))
        .map((i) => `imports ${i.from}`);
    }),
  ).toEqual([]);
});

test("a lib file is either pure or says server-only", () => {
  const impure = (i: Import) => {
    const target = local(i);
    return target
      ? target.serverOnly || (top(i.from) === "db" && i.from !== "db/enums.ts")
      : !PURE_PACKAGES.includes(i.from);
  };
  expect(
    offences((s) =>
      top(s.path) !== "lib" || s.serverOnly
        ? []
        : values(s)
            .filter(impure)
            .map((i) => `pure file imports ${i.from}`),
    ),
  ).toEqual([]);
});

test("the browser imports only pure lib files", () => {
  expect(
    offences((s) =>
      s.client
        ? values(s)
            .filter((i) => local(i)?.serverOnly)
            .map((i) => `ships ${i.from} to the browser`)
        : [],
    ),
  ).toEqual([]);
});

test("SDKs, SQL and process.env stay behind their doors", () => {
  const homeOf = (from: string) =>
    Object.keys(SDK_HOMES).find((sdk) => from === sdk || from.startsWith(sdk.endsWith("/") ? sdk : `${sdk}/`));
  expect(
    offences((s) => [
      ...values(s).flatMap((i) => {
        const sdk = homeOf(i.from);
        return sdk && !SDK_HOMES[sdk]!.split(" ").some((home) => s.path.startsWith(home)) ? [`imports ${i.from}`] : [];
      }),
      ...(s.text.includes("process.env") && !READS_ENVIRONMENT.test(s.path) ? ["reads process.env"] : []),
      ...(/^\s*["']use server["']/m.test(s.text) ? ["opens a second door for writes (use server)"] : []),
    ]),
  ).toEqual([]);
});

test("only wiring.ts chooses adapters", () => {
  const isAdapter = (path: string) => /^lib\/(transports|queue|storage)\//.test(path) && sources.get(path)!.serverOnly;
  const mayChoose = (s: Source, i: Import) =>
    s.path === "lib/wiring.ts" || top(s.path) === "scripts" || i.from.startsWith(`${dirname(s.path)}/`);
  expect(
    offences((s) =>
      values(s)
        .filter((i) => local(i) && isAdapter(i.from) && !mayChoose(s, i))
        .map((i) => `imports adapter ${i.from}`),
    ),
  ).toEqual([]);
});

test("every API route is made by lib/http or an upload door, never by hand", () => {
  const isRoute = (s: Source) => /^app\/api\/.*route\.ts$/.test(s.path);
  expect(
    offences((s) =>
      isRoute(s) && !values(s).some((i) => i.from.startsWith("lib/http/")) ? ["has no lib/http wrapper"] : [],
    ),
  ).toEqual([]);
});

test("every page of the admin asks who is there itself", () => {
  const isPage = (s: Source) => /^app\/\(admin\)\/.*page\.tsx$/.test(s.path);
  expect(
    offences((s) => (isPage(s) && !s.text.includes("requireActor(") ? ["doesn't call requireActor()"] : [])),
  ).toEqual([]);
});

test("no barrels, no junk drawers", () => {
  expect(offences((s) => (BANNED_NAMES.test(s.path) && !isCatalogue(s.path) ? ["banned name"] : []))).toEqual([]);
});

test("a test that replaces a module has a process of its own: others share theirs", () => {
  const settings = readFileSync(join(root, "vitest.config.ts"), "utf8");
  const replacing = Object.keys(MAY_IMPORT)
    .flatMap((dir) => (readdirSync(join(root, dir), { recursive: true }) as string[]).map((file) => join(dir, file)))
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => /^\s*vi\.(mock|doMock|resetModules)\(/m.test(readFileSync(join(root, path), "utf8")));
  const alone = [...settings.matchAll(/^const (?:ALONE\w*|HUNTS) = \[([^\]]*)\]/gm)].map(([, paths]) => paths).join();
  expect(replacing.filter((path) => !alone.includes(`"${path}"`))).toEqual([]);
});

test("no giants, whether program, test, script or style", () => {
  const written = [...Object.keys(MAY_IMPORT), "e2e"]
    .flatMap((dir) => (readdirSync(join(root, dir), { recursive: true }) as string[]).map((file) => join(dir, file)))
    .filter((path) => /\.(tsx?|mjs|css|sh)$/.test(path));
  const lines = (path: string) => readFileSync(join(root, path), "utf8").split("\n").length - 1;
  expect(written.filter((path) => lines(path) > 300)).toEqual([]);
});

test("no import cycles", () => {
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] => {
    if (trail.includes(path)) return [[...trail.slice(trail.indexOf(path)), path].join(" → ")];
    if (done.has(path)) return [];
    done.add(path);
    return values(sources.get(path)!)
      .filter(local)
      .flatMap((i) => walk(i.from, [...trail, path]));
  };
  expect(files.flatMap((f) => walk(f, []))).toEqual([]);
});
