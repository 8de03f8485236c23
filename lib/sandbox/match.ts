import type { PartKind } from "@/db/enums";
import { chatLogId, type Received } from "@/lib/transports/sandbox-port";

/** One call of the ledger, with what it sent. */
export type LedgerPart = {
  logId: number;
  seq: number;
  kind: PartKind;
  /** The message of the phone's chat log that proved it. */
  ref: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  content: { kind: "text"; text: string } | { kind: "images"; sha256: readonly string[] };
};

/**
 * How a received message compares with what was sent: `same` word for word and byte for byte, `different`, `again` = a
 * second copy of one call, `unasked` = nobody here sent it.
 */
export type Match =
  | { kind: "same" | "different" | "again"; logId: number; seq: number; partKind: PartKind; tookMs: number | null }
  | { kind: "unasked" };

const normal = (text: string) => text.replace(/\r\n?/g, "\n").trimEnd();

const isSame = (message: Received, { content }: LedgerPart): boolean => {
  if (message.kind === "text") return content.kind === "text" && normal(content.text) === normal(message.text);
  if (content.kind !== "images" || content.sha256.length !== message.images.length) return false;
  return message.images.every((image, i) => image.sha256 === content.sha256[i]);
};

/**
 * Finds for every received message the call it came from: by the reference of its proof, else the newest call with the
 * same content that had begun by then. A call answers for one message only.
 * @param parts in any order
 */
export function matchReceived(messages: readonly Received[], parts: readonly LedgerPart[]): Match[] {
  const used = new Set<LedgerPart>();
  const newestFirst = [...parts]
    .filter((part) => part.startedAt)
    .sort((a, b) => b.startedAt!.getTime() - a.startedAt!.getTime());
  const proofOf = new Map<Received, LedgerPart>();
  for (const message of messages) {
    const part = newestFirst.find((one) => one.ref === chatLogId(message.seq) && !used.has(one));
    if (!part) continue;
    used.add(part);
    proofOf.set(message, part);
  }
  return messages.map((message): Match => {
    const proof = proofOf.get(message);
    if (proof) return told(isSame(message, proof) ? "same" : "different", proof);
    const part = newestFirst.find((one) => one.startedAt! <= new Date(message.at) && isSame(message, one));
    if (!part) return { kind: "unasked" };
    if (part.ref !== null || used.has(part)) return told("again", part);
    used.add(part);
    return told("same", part);
  });
}

const told = (kind: "same" | "different" | "again", part: LedgerPart): Match => ({
  kind,
  logId: part.logId,
  seq: part.seq,
  partKind: part.kind,
  tookMs: part.startedAt && part.finishedAt ? part.finishedAt.getTime() - part.startedAt.getTime() : null,
});
