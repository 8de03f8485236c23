import { readFileSync } from "node:fs";
import type { Connection } from "mysql2/promise";

/** CPU time in ms, which a busy machine stretches far less than it does the time on the wall. */
export type Cpu = { node: number; server: number | null };

const TICK_MS = 10;

/** What this process and the database server have used since they began; the server only where `/proc` tells. */
export async function openCpuMeter(root: Connection): Promise<() => Cpu> {
  const [rows] = await root.query("select @@pid_file file");
  let stat: string | null = null;
  try {
    stat = `/proc/${readFileSync((rows as { file: string }[])[0]!.file, "utf8").trim()}/stat`;
    readFileSync(stat);
  } catch {
    stat = null;
  }
  return () => {
    const { user, system } = process.cpuUsage();
    // Behind the name, which may hold anything: user and system time are the 12th and 13th of what follows.
    const fields = stat ? readFileSync(stat, "utf8").split(") ").at(-1)!.split(" ") : null;
    const server = fields && (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    return { node: (user + system) / 1_000, server };
  };
}

/** Adds up what several stretches of work used. */
export function cpuSum(meter: () => Cpu) {
  const sum: Cpu = { node: 0, server: 0 };
  return {
    async of<R>(work: () => Promise<R>): Promise<R> {
      const before = meter();
      const result = await work();
      const after = meter();
      sum.node += after.node - before.node;
      sum.server = after.server === null ? null : (sum.server ?? 0) + after.server - (before.server ?? 0);
      return result;
    },
    /** `CPU each: node 120, server 80 µs` */
    each: (count: number, what: string) =>
      `CPU a ${what}: node ${micros(sum.node, count)}, server ${sum.server === null ? "?" : micros(sum.server, count)} µs`,
  };
}

const micros = (ms: number, count: number) => Math.round((ms * 1_000) / count);
