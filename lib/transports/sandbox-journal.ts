import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { imageTypeOf } from "./image-type";

const Image = z.object({ sha256: z.string(), bytes: z.number(), mime: z.string() });
const Head = z.object({ seq: z.int(), roomId: z.string(), at: z.string(), visibleAt: z.string() });
const Line = z.union([
  z.object({ ...Head.shape, kind: z.literal("text"), text: z.string() }),
  z.object({ ...Head.shape, kind: z.literal("images"), images: z.array(Image) }),
  /** The room was emptied when the newest message had this number. */
  z.object({ cleared: z.string(), seq: z.int() }),
]);
export type SandboxImage = z.output<typeof Image>;
export type SandboxLine = z.output<typeof Line>;
export type SandboxMessage = Exclude<SandboxLine, { cleared: string }>;

const mimeOf = (bytes: Buffer) => imageTypeOf(bytes) ?? "application/octet-stream";

/** The stand-in's file: one line per thing that happened, pictures beside it by their sha256. Survives a kill. */
export function openJournal(dir: string) {
  const imageDir = path.join(dir, "images");
  const file = path.join(dir, "messages.jsonl");
  mkdirSync(imageDir, { recursive: true });
  return {
    lines: existsSync(file) ? readLines(file) : [],
    append: (line: SandboxLine) => appendFileSync(file, `${JSON.stringify(line)}\n`),
    /** Whole or not at all: a file under its own hash is never half written. */
    keep(bytes: Buffer): SandboxImage {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const target = path.join(imageDir, sha256);
      if (!existsSync(target)) {
        const half = `${target}.${randomUUID()}`;
        writeFileSync(half, bytes);
        renameSync(half, target);
      }
      return { sha256, bytes: bytes.byteLength, mime: mimeOf(bytes) };
    },
    /** Bytes and type of a received image, or null. */
    image(sha256: string): { bytes: Buffer; mime: string } | null {
      const target = path.join(imageDir, sha256);
      if (!/^[0-9a-f]{64}$/.test(sha256) || !existsSync(target)) return null;
      const bytes = readFileSync(target);
      return { bytes, mime: mimeOf(bytes) };
    },
  };
}

/** A line cut off by a kill is left out and cut away, or the next one would be glued to it. */
function readLines(file: string): SandboxLine[] {
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  return whole.split("\n").flatMap((line) => {
    try {
      return line ? [Line.parse(JSON.parse(line))] : [];
    } catch {
      return [];
    }
  });
}
