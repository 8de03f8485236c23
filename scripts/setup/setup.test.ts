import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { sourceDigest } from "./build.mjs";
import { run } from "./children.mjs";
import { serverSources, splitArgs } from "./database-source.mjs";
import { isInstalled } from "./dependencies.mjs";
import { requireDisk, saysDiskFull } from "./disk.mjs";
import { formatEnvFile, parseEnvFile } from "./env-file.mjs";
import { checkAddress, dropTestDatabase } from "./given-database.mjs";
import { lockHolder, tryLock } from "./lock.mjs";
import { atLeast } from "./node-version.mjs";
import { installedPackages, plannedPackages } from "./packages.mjs";
import { freePort, isPortFree } from "./ports.mjs";
import { testDatabaseUrl } from "./run-tests.mjs";
import { secrets } from "./secrets.mjs";
import { isSupported, readVersion } from "./server-binary.mjs";
import { flags, initSql, socketPath } from "./server-command.mjs";
import { createTally, playwrightCounts, vitestCounts } from "./tally.mjs";
import { memoryDir } from "./temporary.mjs";

const dir = mkdtempSync(path.join(os.tmpdir(), "dochak-setup-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("versions compare by number, place by place", () => {
  expect(atLeast("20.19.0", "20.19.0")).toBe(true);
  expect(atLeast("v20.9.9", "20.19.0")).toBe(false);
  expect(atLeast("22.0", "20.19.0")).toBe(true);
  expect(atLeast("10.11.19-MariaDB", "10.11")).toBe(true);
  const version = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40));
  fc.assert(
    fc.property(version, version, (a, b) => {
      const order = a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
      expect(atLeast(a.join("."), b.join("."))).toBe(order >= 0);
    }),
  );
});

test("an environment file reads back what was written", () => {
  const text = fc.string().filter((value) => !/[\r\n]/.test(value));
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,9}$/), text, { noNullPrototype: true }), (values) => {
      expect(parseEnvFile(formatEnvFile(values))).toEqual(values);
    }),
  );
  expect(parseEnvFile('# note\n\nexport A=1\nB = 2\nC=\'x y\'\r\nD="a\\"b"\n')).toEqual({ A: "1", C: "x y", D: 'a"b' });
});

test("a shell reads an environment file as we do", async () => {
  const values = { PLAIN: "mysql://a:b@127.0.0.1:1/c", ODD: `it's "so" $HOME \`x\` 한글; rm` };
  writeFileSync(path.join(dir, "a.env"), formatEnvFile(values));
  const { output } = await run("sh", ["-c", `set -a; . "${dir}/a.env"; printf '%s|%s' "$PLAIN" "$ODD"`]);
  expect(output).toBe(`${values.PLAIN}|${values.ODD}`);
});

test("servers are looked for in the order of the contract; a named binary is the only one", () => {
  const names = (env: Record<string, string>) => serverSources(env).map(({ name }: { name: string }) => name);
  expect(names({})).toEqual(["found", "unpacked-before", "apt", "unpack", "docker"].toSpliced(0, 0, "given"));
  expect(names({ MYSQLD_BIN: "/x" })).toEqual(["given"]);
  expect(names({ DOCHAK_DATABASE_SOURCES: "docker, found" })).toEqual(["found", "docker"]);
  expect(splitArgs(`--basedir=/a  "--plugin-dir=/b c" '--d e'`)).toEqual([
    "--basedir=/a",
    "--plugin-dir=/b c",
    "--d e",
  ]);
});

test("the flavour and version of a server come from what it says", () => {
  const maria = readVersion("mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)");
  const mysql = readVersion("/usr/sbin/mysqld  Ver 9.7.4 for Linux on x86_64 (Debian)");
  expect(maria).toEqual({ flavour: "mariadb", version: "10.11.19" });
  expect(mysql).toEqual({ flavour: "mysql", version: "9.7.4" });
  expect(readVersion("command not found")).toBeNull();
  expect(isSupported({ flavour: "mariadb", version: "10.6.12" })).toBe(false);
  expect(isSupported({ flavour: "mysql", version: "8.0.40" })).toBe(false);
  expect(isSupported({ flavour: "mysql", version: "8.4.0" })).toBe(true);
});

test("a private server reads nobody's configuration, listens on loopback and is durable unless it is a test's", () => {
  const files = { data: "/d", temporary: "/t", socket: "/s", pid: "/p", init: "/i" };
  const server = (flavour: string) => ({ flavour, args: ["--basedir=/x"], root: undefined });
  for (const flavour of ["mariadb", "mysql"]) {
    const durable = flags(server(flavour), files, { port: 1, durable: true, asRoot: false });
    expect(durable[0]).toBe("--no-defaults");
    expect(durable).toContain("--bind-address=127.0.0.1");
    expect(durable).toContain("--tmpdir=/t");
    expect(durable.join(" ")).not.toMatch(/flush|doublewrite|user=root/);
    expect(flags(server(flavour), files, { port: 1, durable: false, asRoot: true }).join(" ")).toMatch(
      /user=root.*flush-log/,
    );
    const sql = initSql(flavour, { password: "pw", database: "dochak" }).trimEnd().split("\n");
    expect(sql.every((line: string) => line.endsWith(";"))).toBe(true);
    expect(sql.at(-1)).toMatch(/^ALTER USER 'root'@'localhost'/);
  }
  expect(socketPath(`/${"long/".repeat(60)}`).length).toBeLessThan(100);
});

test("the packages on disk count when they are those of the lock, optional ones aside", () => {
  const lock = { packages: { "": {}, a: { version: "1.0.0" }, b: { version: "2.0.0", optional: true } } };
  expect(isInstalled(lock, { packages: { a: { version: "1.0.0" } } })).toBe(true);
  expect(isInstalled(lock, { packages: { a: { version: "1.0.1" } } })).toBe(false);
  expect(isInstalled(lock, null)).toBe(false);
});

test("a download without root brings what the machine lacks", () => {
  const status =
    "Package: libc6\nStatus: install ok installed\n\nPackage: old\nStatus: deinstall ok config-files\n\nPackage: zlib1g\nStatus: install ok installed\n";
  expect([...installedPackages(status)]).toEqual(["libc6", "zlib1g"]);
  const uris =
    "'http://x/pool/liba_1_amd64.deb' liba_1_amd64.deb 12 SHA256:00\n'http://x/b%2b_2.deb' b++_2%3a1_all.deb 3 SHA256:11\n";
  expect(plannedPackages(uris)).toEqual(["liba", "b++"]);
});

test("a full disk is said before anything is written", () => {
  expect(() => requireDisk(dir, 1, {})).not.toThrow();
  expect(() => requireDisk(dir, 1, { DOCHAK_MIN_FREE_MB: "999999999" })).toThrow(/디스크가 가득/);
  expect(saysDiskFull("npm error ENOSPC: no space left on device")).toBe(true);
  expect(saysDiskFull("npm error ENOTFOUND")).toBe(false);
});

test("what may be forgotten is kept in memory where there is room, and what the killed left there is cleared away", async (context) => {
  expect(memoryDir("test-x", { shared: path.join(dir, "absent") })).toBeNull();
  if (process.platform !== "linux") return context.skip("only Linux has such a directory");
  expect(memoryDir("test-x", { shared: dir, neededMb: 99_999_999 })).toBeNull();
  const mine = memoryDir("test-x", { shared: dir, neededMb: 0 }) ?? "";
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const [theirs, elsewhere] = [
    mine.replace(`-${process.pid}-`, `-${pid}-`),
    path.join(dir, `dochak-0-1-test-x-${pid}-a`),
  ];
  for (const made of [theirs, elsewhere]) mkdirSync(made);
  memoryDir("test-x", { shared: dir, neededMb: 0 });
  expect([mine, theirs, elsewhere].map((made) => existsSync(made))).toEqual([true, false, true]);
});

test("secrets are made once per directory; the environment goes before", () => {
  const first = secrets(dir, {});
  expect(secrets(dir, {})).toEqual(first);
  expect(secrets(dir, { CRON_SECRET: "given" })).toEqual({ ...first, CRON_SECRET: "given" });
  expect(first.CRON_SECRET?.length).toBeGreaterThanOrEqual(32);
  expect(Buffer.from(first.ENCRYPTION_KEYS?.split(":")[1] ?? "", "base64")).toHaveLength(32);
});

test("tests touch only databases that are called theirs (rulings 31)", async () => {
  expect(testDatabaseUrl("mysql://u:p@h:1/production", 7)).toBe("mysql://u:p@h:1/dochak_test_7");
  await expect(dropTestDatabase("mysql://u:p@h:1/production")).rejects.toThrow(/not a test database/);
  expect(() => checkAddress("postgres://h/d")).toThrow(/mysql:\/\//);
  expect(() => checkAddress("mysql://u:p@h:1/")).toThrow(/mysql:\/\//);
});

test("a run without a failed test but with a bad exit code has failed", () => {
  expect(vitestCounts({ numPassedTests: 3, numFailedTests: 0 }, 1)).toEqual({ passed: 3, failed: 1 });
  expect(vitestCounts(null, 137)).toEqual({ passed: 0, failed: 1 });
  expect(playwrightCounts({ stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 4 } }, 1)).toEqual({
    passed: 2,
    failed: 2,
  });
  const tally = createTally();
  tally.add("a", { passed: 2, failed: 0 });
  tally.add("b", { passed: 1, failed: 3 });
  expect(tally.lines().at(-1)).toBe("3 passed, 3 failed");
});

test("a taken port is told from a free one", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as net.AddressInfo;
  expect(await isPortFree(port)).toBe(false);
  expect(await freePort(port)).not.toBe(port);
  await new Promise((resolve) => server.close(resolve));
  expect(await freePort(port)).toBe(port);
});

test("a lock is held by one, and taken over from the dead", () => {
  const file = path.join(dir, "a.lock");
  const release = tryLock(file);
  expect(release).toBeTypeOf("function");
  expect(tryLock(file)).toBeNull();
  expect(lockHolder(file)?.pid).toBe(process.pid);
  release?.();
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, started: "1" }));
  expect(lockHolder(file)).toBeNull();
  expect(tryLock(file)).toBeTypeOf("function");
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: "another process with my pid" }));
  expect(tryLock(file)).toBeTypeOf(process.platform === "linux" ? "function" : "object");
});

test("a build is stale when a source changed, not when a test did", () => {
  const root = mkdtempSync(path.join(dir, "tree-"));
  mkdirSync(path.join(root, "app"));
  writeFileSync(path.join(root, "package-lock.json"), "1");
  writeFileSync(path.join(root, "app/page.tsx"), "1");
  const before = sourceDigest(root);
  writeFileSync(path.join(root, "app/page.test.ts"), "1");
  expect(sourceDigest(root)).toBe(before);
  writeFileSync(path.join(root, "app/page.tsx"), "2");
  const changed = sourceDigest(root);
  expect(changed).not.toBe(before);
  writeFileSync(path.join(root, "package-lock.json"), "2");
  expect(sourceDigest(root)).not.toBe(changed);
});
