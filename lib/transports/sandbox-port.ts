import type { Fault, FaultKind } from "./sandbox-faults";

export type ReceivedImage = { sha256: string; bytes: number; mime: string };
/** One message as a room of the stand-in received it; `seq` grows, `at` is when the room showed it (UTC). */
export type Received =
  | { seq: number; at: string; kind: "text"; text: string }
  | { seq: number; at: string; kind: "images"; images: ReceivedImage[] };

/** The sandbox server doesn't answer, or not as it should. */
export class SandboxSilent extends Error {}

/**
 * The control doors of the sandbox server, for the screen.
 * Every method throws SandboxSilent where the server doesn't answer.
 */
export interface SandboxDoor {
  /** Rooms that received something, each with its newest message. */
  rooms(): Promise<{ roomId: string; count: number; last: Received }[]>;
  messages(roomId: string): Promise<Received[]>;
  clear(roomId: string): Promise<void>;
  image(sha256: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; mime: string } | null>;
  faults(): Promise<Fault[]>;
  addFault(fault: Fault): Promise<void>;
  /** Ends the faults of one kind, of one room (null = those of every room at once), or both; all of them without either. */
  clearFaults(which: { kind?: FaultKind | undefined; roomId?: string | null }): Promise<void>;
}

/** The id the stand-in's phone gives a message in its chat log: what a proved part refers to. */
export const chatLogId = (seq: number): string => String(3_000_000_000_000 + seq);

/** What the sandbox's signed dialect is signed with unless it was started with another. Known to everyone, worth nothing. */
export const DEMO_SECRET = "dochak-sandbox-demo-secret";
