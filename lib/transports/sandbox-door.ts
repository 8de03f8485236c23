import "server-only";
import * as z from "zod";
import { FaultInput } from "./sandbox-faults";
import { type Received, type SandboxDoor, SandboxSilent } from "./sandbox-port";

const TIMEOUT_MS = 5_000;

const Image = z.object({ sha256: z.string(), bytes: z.number(), mime: z.string() });
const Head = { seq: z.int(), at: z.iso.datetime() };
const Message: z.ZodType<Received> = z.discriminatedUnion("kind", [
  z.object({ ...Head, kind: z.literal("text"), text: z.string() }),
  z.object({ ...Head, kind: z.literal("images"), images: z.array(Image) }),
]);
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
const Messages = list(Message);
const Rooms = list(z.object({ roomId: z.string(), count: z.int(), last: Message }));
const Faults = list(FaultInput);

/** The control doors of the sandbox server at `base`, which the operator named (SANDBOX_URL). */
export function openSandboxDoor(base: string): SandboxDoor {
  async function knock(path: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await fetch(new URL(`/_sandbox/${path}`, base), {
        ...init,
        redirect: "error",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new SandboxSilent();
    }
  }
  async function ask<T>(schema: z.ZodType<T>, path: string, init?: RequestInit): Promise<T> {
    const response = await knock(path, init);
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (!response.ok || !parsed.success) throw new SandboxSilent();
    return parsed.data;
  }
  const room = (roomId: string) => `rooms/${encodeURIComponent(roomId)}/messages`;

  return {
    rooms: async () => (await ask(Rooms, "rooms")).items,
    messages: async (roomId) => (await ask(Messages, room(roomId))).items,
    async clear(roomId) {
      await ask(z.unknown(), room(roomId), { method: "DELETE" });
    },
    async image(sha256) {
      const response = await knock(`images/${encodeURIComponent(sha256)}`);
      if (!response.ok) return null;
      return {
        bytes: new Uint8Array(await response.arrayBuffer()),
        mime: response.headers.get("content-type") ?? "application/octet-stream",
      };
    },
    faults: async () => (await ask(Faults, "faults")).items,
    async addFault(fault) {
      await ask(Faults, "faults", { method: "POST", body: JSON.stringify(fault) });
    },
    async clearFaults({ kind, roomId }) {
      const which = new URLSearchParams({
        ...(kind && { kind }),
        ...(roomId !== undefined && { roomId: roomId ?? "" }),
      });
      await ask(Faults, `faults?${which}`, { method: "DELETE" });
    },
  };
}
