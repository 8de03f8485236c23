/**
 * npm leaves a platform's optional package out of the lock when the registry it asked didn't have it, and `npm ci`
 * then refuses the lock on every platform. These are the pure parts of the repair (scripts/fix-lock.mjs).
 */

const PLATFORM = /-(android|darwin|freebsd|linux|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/;

/** What a platform package's name says about where it runs. */
export function platformOf(name) {
  if (/wasm32/.test(name)) return { cpu: ["wasm32"] };
  const [, os, cpu, abi = ""] = PLATFORM.exec(name) ?? [];
  if (!os) return {};
  const libc =
    os !== "linux"
      ? {}
      : abi.startsWith("musl")
        ? { libc: ["musl"] }
        : abi.startsWith("gnu")
          ? { libc: ["glibc"] }
          : {};
  return { os: [os], cpu: [cpu], ...libc };
}

/** Where Node would find the dependency of a package in the lock, or null. */
export function resolveIn(packages, from, name) {
  for (let at = from; ; at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : "") {
    const key = at ? `${at}/node_modules/${name}` : `node_modules/${name}`;
    if (packages[key]) return key;
    if (!at) return null;
  }
}

/** Optional packages somebody in the lock asks for and nobody provides: `[{ key, entry }]`. */
export function missingOptional(packages) {
  const missing = new Map();
  for (const [from, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolveIn(packages, from, name) || !/^\d/.test(range)) continue;
      const dev = entry.dev ? { dev: true } : {};
      missing.set(`node_modules/${name}`, { version: range, ...dev, optional: true, ...platformOf(name) });
    }
  }
  return [...missing].map(([key, entry]) => ({ key, entry }));
}

/** The lock with the missing entries in and every registry address out. */
export function repairLock(lock) {
  const packages = { ...lock.packages };
  for (const { key, entry } of missingOptional(packages)) packages[key] = entry;
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...lock,
    packages: Object.fromEntries(
      sorted.map(([key, entry]) => {
        const { resolved, ...rest } = entry;
        return [key, resolved && !/^https?:/.test(resolved) ? entry : rest];
      }),
    ),
  };
}
