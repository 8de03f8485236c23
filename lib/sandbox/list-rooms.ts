import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import type { Runtime } from "@/lib/runtime";
import { SandboxSilent } from "@/lib/transports/sandbox-port";
import { listSandboxRooms, type SandboxRoomRow } from "./queries";

export type SandboxRoomItem = Pick<SandboxRoomRow, "id" | "name" | "roomType" | "orgName"> & {
  count: number;
  /** The newest message, shortened; null where nothing came yet. */
  last: { seq: number; at: string; text: string | null; photos: number } | null;
};
export type SandboxRoomList = { online: boolean; items: SandboxRoomItem[] };

const FIRST_WORDS = 80;

/** The rooms of the stand-in that the actor may see, the one that received something last on top. */
export async function listRooms(rt: Pick<Runtime, "db" | "sandbox">, actor: UserActor): Promise<SandboxRoomList> {
  const [rows, heard] = await Promise.all([listSandboxRooms(rt.db, scopeOf(actor)), hear(rt)]);
  const items = rows.map(({ id, name, roomType, orgName, roomId }): SandboxRoomItem => {
    const found = heard?.get(roomId);
    const room = { id, name, roomType, orgName };
    if (!found) return { ...room, count: 0, last: null };
    const { count, last } = found;
    const text = last.kind === "text" ? last.text.trim().slice(0, FIRST_WORDS) : null;
    const photos = last.kind === "images" ? last.images.length : 0;
    return { ...room, count, last: { seq: last.seq, at: last.at, text, photos } };
  });
  items.sort((a, b) => (b.last?.at ?? "").localeCompare(a.last?.at ?? ""));
  return { online: heard !== null, items };
}

async function hear({ sandbox }: Pick<Runtime, "sandbox">) {
  if (!sandbox) return null;
  try {
    return new Map((await sandbox.rooms()).map((room) => [room.roomId, room]));
  } catch (error) {
    if (error instanceof SandboxSilent) return null;
    throw error;
  }
}
