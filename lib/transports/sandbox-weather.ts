import "server-only";
import type { AnswerOrCut } from "./sandbox-answer";
import { DEFAULT_FAULT_MS, type Fault, type FaultKind, findFault, spend } from "./sandbox-faults";
import type { SandboxRooms } from "./sandbox-rooms";

export type Content = { kind: "text"; text: string } | { kind: "images"; images: Buffer[] };
/** `shownInMs`: how long until the room shows it. */
export type Taken = { kind: "taken"; shownInMs: number } | { kind: "answer"; answer: AnswerOrCut };

/** Faults that decide about one message; only the first of them counts. */
const OF_A_MESSAGE: readonly FaultKind[] = [
  "http_500",
  "html_500",
  "queue_full",
  "lost",
  "drop_older",
  "duplicate",
  "late",
  "reset_after",
  "garbage",
];
const answered = (status: number, message: string): Taken => ({
  kind: "answer",
  answer: { status, body: { status: false, message } },
});
const page = (status: number, mime: string, text: string): Taken => ({
  kind: "answer",
  answer: { status, raw: { data: Buffer.from(text), mime } },
});

/** What goes wrong on purpose between a gateway and its rooms, the same for both dialects. */
export function openWeather(rooms: SandboxRooms) {
  let faults: Fault[] = [];
  /** The one message a conflating channel holds (drop_older). */
  let held: NodeJS.Timeout | null = null;
  let isOver = false;

  function hit(kinds: readonly FaultKind[], roomId: string | null): (Fault & { ms: number }) | null {
    const fault = findFault(faults, kinds, roomId);
    if (!fault) return null;
    faults = spend(faults, fault);
    return { ...fault, ms: fault.ms ?? DEFAULT_FAULT_MS[fault.kind] ?? 0 };
  }

  function deliver(roomId: string, content: Content, fault: (Fault & { ms: number }) | null): void {
    if (isOver || fault?.kind === "lost") return;
    // A conflated channel keeps the newest only: what waited is gone though it was answered with success.
    if (held) clearTimeout(held);
    held = null;
    if (fault?.kind === "drop_older") {
      held = setTimeout(() => {
        held = null;
        rooms.receive(roomId, content);
      }, fault.ms);
      return;
    }
    rooms.receive(roomId, content, fault?.kind === "late" ? fault.ms : 0);
    if (fault?.kind === "duplicate") rooms.receive(roomId, content);
  }

  return {
    faults: () => faults,
    setFaults: (next: Fault[]) => {
      faults = next;
    },
    /** Switches the phone off: what waits in it is gone, and nothing is written any more. */
    end: () => {
      isOver = true;
      if (held) clearTimeout(held);
    },
    /** Whether the gateway is away for this call; null = whatever its room. */
    isOffline: (roomId: string | null): boolean => hit(["offline"], roomId) !== null,
    /** Takes one message from the gateway to its room, or not. */
    async take(roomId: string, content: Content): Promise<Taken> {
      const slow = hit(["slow"], roomId);
      if (slow) await new Promise((resolve) => setTimeout(resolve, slow.ms));
      const fault = hit(OF_A_MESSAGE, roomId);
      if (fault?.kind === "http_500") return answered(500, "sandbox fault");
      if (fault?.kind === "queue_full") return answered(429, "queue full");
      if (fault?.kind === "html_500") return page(500, "text/html; charset=utf-8", "<html><h1>Bad gateway</h1></html>");
      deliver(roomId, content, fault);
      if (fault?.kind === "reset_after") return { kind: "answer", answer: "hang up" };
      if (fault?.kind === "garbage") return page(200, "application/json", '{"succ\u0000');
      return { kind: "taken", shownInMs: fault?.kind === "late" || fault?.kind === "drop_older" ? fault.ms : 0 };
    },
  };
}
export type Weather = ReturnType<typeof openWeather>;
