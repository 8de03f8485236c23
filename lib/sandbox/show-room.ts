import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { can, mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import type { Runtime } from "@/lib/runtime";
import type { Fault } from "@/lib/transports/sandbox-faults";
import { type Received, type ReceivedImage, SandboxSilent } from "@/lib/transports/sandbox-port";
import { type Match, matchReceived } from "./match";
import { callsSince, getSandboxRoom, type KnownImage, newestRun, type SandboxRoomRow } from "./queries";
import { type RunSummary, runSummary } from "./run-summary";

export type ShownImage = ReceivedImage & Partial<KnownImage>;
export type ShownMessage = { seq: number; at: string; match: Match } & (
  | { kind: "text"; text: string }
  | { kind: "images"; images: ShownImage[] }
);
export type SandboxRoomDto = {
  room: Omit<SandboxRoomRow, "orgPath" | "ownerOrgId">;
  /** False while the stand-in's server doesn't answer; then nothing below is known. */
  online: boolean;
  /** The newest ones, oldest first. */
  items: ShownMessage[];
  /** How many there are in all. */
  total: number;
  /** What goes wrong here: faults of this room and those of every room. */
  faults: Fault[];
  run: RunSummary | null;
  /** `write`: switch faults here, empty the room. `everywhere`: also end faults of every room. */
  may: { write: boolean; everywhere: boolean };
};

const SHOWN = 60;
/** A call may begin this long before its message shows up. */
const EARLIEST_MS = 15 * 60_000;

/**
 * One room of the stand-in as its phone shows it, compared with what the ledger says was sent.
 * @throws AppError not_found: absent, foreign, or a room of a real bot
 */
export async function showRoom(
  rt: Pick<Runtime, "db" | "sandbox">,
  actor: UserActor,
  { id }: { id: number },
): Promise<SandboxRoomDto> {
  const scope = scopeOf(actor);
  const { orgPath, ownerOrgId: _, ...room } = await getSandboxRoom(rt.db, scope, id);
  const may = { write: can(actor, "log.send", orgPath), everywhere: mayEver(actor, "bot.write") };
  const heard = await hear(rt, room.roomId);
  if (!heard) return { room, online: false, items: [], total: 0, faults: [], run: null, may };
  const messages = heard.messages.slice(-SHOWN);
  const since = new Date(Date.parse(messages[0]?.at ?? "9999-01-01T00:00:00Z") - EARLIEST_MS);
  const [{ parts, pictures }, newest] = await Promise.all([
    callsSince(rt.db, scope, id, since),
    newestRun(rt.db, scope, id),
  ]);
  const matches = matchReceived(messages, parts);
  return {
    room,
    online: true,
    items: messages.map((message, i) => ({ ...withSizes(message, pictures), match: matches[i]! })),
    total: heard.messages.length,
    faults: heard.faults.filter(({ roomId }) => roomId === undefined || roomId === room.roomId),
    run: newest && runSummary(newest, messages, matches),
    may,
  };
}

async function hear(
  { sandbox }: Pick<Runtime, "sandbox">,
  roomId: string,
): Promise<{ messages: Received[]; faults: Fault[] } | null> {
  if (!sandbox) return null;
  try {
    const [messages, faults] = await Promise.all([sandbox.messages(roomId), sandbox.faults()]);
    return { messages, faults };
  } catch (error) {
    if (error instanceof SandboxSilent) return null;
    throw error;
  }
}

const withSizes = (message: Received, pictures: ReadonlyMap<string, KnownImage>) =>
  message.kind === "text"
    ? message
    : { ...message, images: message.images.map((image) => ({ ...image, ...pictures.get(image.sha256) })) };
