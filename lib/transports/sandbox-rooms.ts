import "server-only";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export type SandboxImage = { sha256: string; bytes: number; mime: string };
export type SandboxMessage = {
  seq: number;
  roomId: string;
  at: string;
  visibleAt: string;
  kind: "text" | "images";
  text?: string;
  images?: SandboxImage[];
};
type Content = { kind: "text"; text: string } | { kind: "images"; images: readonly Buffer[] };

const MIME: [mime: string, magic: number[]][] = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
];
const mimeOf = (bytes: Buffer) =>
  MIME.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte))?.[0] ?? "application/octet-stream";

/** What the stand-in's rooms have received. Appended to a file, so that a restart forgets nothing. */
export function openSandboxRooms(dir: string) {
  const imageDir = path.join(dir, "images");
  const file = path.join(dir, "messages.jsonl");
  mkdirSync(imageDir, { recursive: true });
  let messages = existsSync(file) ? readLines(file) : [];
  let seq = messages.at(-1)?.seq ?? 0;

  return {
    /** Keeps one message; `delayMs` is how late it shows up in the room. */
    receive(roomId: string, content: Content, delayMs = 0): SandboxMessage {
      const now = Date.now();
      const head = {
        seq: ++seq,
        roomId,
        at: new Date(now).toISOString(),
        visibleAt: new Date(now + delayMs).toISOString(),
      };
      const message: SandboxMessage =
        content.kind === "text"
          ? { ...head, ...content }
          : { ...head, kind: "images", images: content.images.map(keep) };
      messages.push(message);
      appendFileSync(file, `${JSON.stringify(message)}\n`);
      return message;
    },
    /** What the room shows by now, in order. */
    inRoom: (roomId: string): SandboxMessage[] =>
      messages.filter((one) => one.roomId === roomId && Date.parse(one.visibleAt) <= Date.now()),
    /** Every room that received something, with its newest message. */
    rooms(): { roomId: string; count: number; last: SandboxMessage }[] {
      const byRoom = new Map<string, SandboxMessage[]>();
      for (const one of messages) byRoom.set(one.roomId, [...(byRoom.get(one.roomId) ?? []), one]);
      return [...byRoom].map(([roomId, list]) => ({ roomId, count: list.length, last: list.at(-1)! }));
    },
    clear(roomId: string): number {
      const kept = messages.filter((one) => one.roomId !== roomId);
      const removed = messages.length - kept.length;
      messages = kept;
      writeFileSync(file, kept.map((one) => `${JSON.stringify(one)}\n`).join(""));
      return removed;
    },
    /** Bytes and type of a received image, or null. */
    image(sha256: string): { bytes: Buffer; mime: string } | null {
      const target = path.join(imageDir, sha256);
      if (!/^[0-9a-f]{64}$/.test(sha256) || !existsSync(target)) return null;
      const bytes = readFileSync(target);
      return { bytes, mime: mimeOf(bytes) };
    },
  };

  function keep(bytes: Buffer): SandboxImage {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const target = path.join(imageDir, sha256);
    if (!existsSync(target)) writeFileSync(target, bytes);
    return { sha256, bytes: bytes.byteLength, mime: mimeOf(bytes) };
  }
}

export type SandboxRooms = ReturnType<typeof openSandboxRooms>;

/** A line cut off by a kill is the last one and is left out. */
function readLines(file: string): SandboxMessage[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return line ? [JSON.parse(line) as SandboxMessage] : [];
      } catch {
        return [];
      }
    });
}
