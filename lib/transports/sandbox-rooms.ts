import "server-only";
import { openJournal, type SandboxLine, type SandboxMessage } from "./sandbox-journal";

type Content = { kind: "text"; text: string } | { kind: "images"; images: readonly Buffer[] };
export type SandboxRoom = { roomId: string; count: number; last: SandboxMessage };

/** What the stand-in's rooms have received; a restart forgets nothing. */
export function openSandboxRooms(dir: string) {
  const journal = openJournal(dir);
  const byRoom = new Map<string, SandboxMessage[]>();
  let seq = 0;
  const take = (line: SandboxLine) => {
    seq = Math.max(seq, line.seq);
    if ("cleared" in line) byRoom.delete(line.cleared);
    else if (!byRoom.get(line.roomId)?.push(line)) byRoom.set(line.roomId, [line]);
  };
  for (const line of journal.lines) take(line);

  const isVisible = ({ visibleAt }: SandboxMessage) => Date.parse(visibleAt) <= Date.now();
  /** What the room shows by now, in the order in which it showed up. */
  const inRoom = (roomId: string): SandboxMessage[] =>
    (byRoom.get(roomId) ?? [])
      .filter(isVisible)
      .sort((a, b) => (a.visibleAt === b.visibleAt ? a.seq - b.seq : a.visibleAt < b.visibleAt ? -1 : 1));

  return {
    inRoom,
    image: journal.image,
    /** Keeps one message; `delayMs` is how late it shows up in the room. */
    receive(roomId: string, content: Content, delayMs = 0): void {
      const now = Date.now();
      const head = {
        seq: seq + 1,
        roomId,
        at: new Date(now).toISOString(),
        visibleAt: new Date(now + delayMs).toISOString(),
      };
      const message: SandboxMessage =
        content.kind === "text"
          ? { ...head, ...content }
          : { ...head, kind: "images", images: content.images.map(journal.keep) };
      journal.append(message);
      take(message);
    },
    /** Every room that shows something, with its newest message. */
    rooms: (): SandboxRoom[] =>
      [...byRoom.keys()].flatMap((roomId) => {
        const shown = inRoom(roomId);
        const last = shown.at(-1);
        return last ? [{ roomId, count: shown.length, last }] : [];
      }),
    /** Empties a room; numbers are never used again. */
    clear(roomId: string): number {
      const removed = byRoom.get(roomId)?.length ?? 0;
      if (removed === 0) return 0;
      const line = { cleared: roomId, seq };
      journal.append(line);
      take(line);
      return removed;
    },
  };
}

export type SandboxRooms = ReturnType<typeof openSandboxRooms>;
