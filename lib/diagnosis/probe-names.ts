import type { Layer } from "@/db/enums";

/**
 * What is looked at, in the order it is shown. `system`: the installation as a whole; the others once for each tenant
 * that sends, or for each bot that may be sent to.
 */
export const probes = {
  database: { layer: "api", of: "system" },
  accept: { layer: "api", of: "system" },
  schema: { layer: "api", of: "system" },
  storage: { layer: "api", of: "system" },
  setup: { layer: "api", of: "tenant" },
  rooms: { layer: "queue", of: "system" },
  phones: { layer: "queue", of: "system" },
  published: { layer: "queue", of: "system" },
  outside: { layer: "queue", of: "system" },
  held: { layer: "queue", of: "tenant" },
  tick: { layer: "worker", of: "system" },
  workers: { layer: "worker", of: "system" },
  versions: { layer: "worker", of: "system" },
  clock: { layer: "worker", of: "system" },
  account: { layer: "provider", of: "tenant" },
  sender: { layer: "provider", of: "tenant" },
  results: { layer: "provider", of: "tenant" },
  bot: { layer: "provider", of: "bot" },
} as const satisfies Record<string, { layer: Layer; of: "system" | "tenant" | "bot" }>;

export type ProbeName = keyof typeof probes;
export const probeNames = Object.keys(probes) as ProbeName[];
export const namesOf = (of: "system" | "tenant" | "bot"): ProbeName[] =>
  probeNames.filter((name) => probes[name].of === of);

/** What a look is kept by: `database`, `bot:3`, `account:7`. */
export const probeKey = (name: ProbeName, id?: number): string => (id === undefined ? name : `${name}:${id}`);

/** A key taken apart; null where this version knows no such probe. */
export function probeOf(key: string): { name: ProbeName; id: number | null } | null {
  const [, name = "", id] = /^([a-z]+)(?::(\d+))?$/.exec(key) ?? [];
  if (!Object.hasOwn(probes, name)) return null;
  return { name: name as ProbeName, id: id === undefined ? null : Number(id) };
}
