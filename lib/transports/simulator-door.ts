import "server-only";
import * as z from "zod";
import { type AccountPatch, type SimulatorDoor, type SimulatorFault, SimulatorSilent } from "./simulator-port";

const TIMEOUT_MS = 5_000;

const Fault = z.object({
  route: z.string(),
  when: z.enum(["before", "after"]),
  kind: z.string(),
  times: z.int().optional(),
  ms: z.int().optional(),
});
const Account = z.object({
  accountId: z.string(),
  apiKey: z.string(),
  balance: z.number(),
  point: z.number(),
  allowedIps: z.array(z.string()).nullable(),
  senders: z.array(z.object({ phoneNumber: z.string(), status: z.string() })),
});
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** The control doors of the stand-in at `base`, which the operator named (SOLAPI_BASE_URL with SOLAPI_MODE=simulator). */
export function openSimulatorDoor(base: string): SimulatorDoor {
  async function ask<T>(schema: z.ZodType<T>, path: string, method = "GET", body?: unknown): Promise<T> {
    try {
      const response = await fetch(new URL(`/_sim/${path}`, base), {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: "error",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const parsed = schema.safeParse(await response.json());
      if (response.ok && parsed.success) return parsed.data;
    } catch {
      // Told below, as every other silence.
    }
    throw new SimulatorSilent();
  }
  return {
    faults: async () => (await ask(list(Fault), "faults")).items as SimulatorFault[],
    async addFault(fault) {
      await ask(z.unknown(), "faults", "POST", fault);
    },
    async clearFaults(route) {
      await ask(z.unknown(), `faults?${new URLSearchParams({ route })}`, "DELETE");
    },
    accounts: async () => (await ask(list(Account), "accounts")).items,
    async change(accountId: string, patch: AccountPatch) {
      await ask(z.unknown(), `accounts/${encodeURIComponent(accountId)}`, "PATCH", patch);
    },
  };
}
