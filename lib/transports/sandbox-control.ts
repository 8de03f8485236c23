import "server-only";
import { type Fault, FaultInput } from "./sandbox-faults";
import type { SandboxMessage, SandboxRooms } from "./sandbox-rooms";
import type { Answer } from "./sandbox-server";

type State = { rooms: SandboxRooms; faults: () => Fault[]; setFaults: (faults: Fault[]) => void };

const shown = ({ seq, at, kind, text, images }: SandboxMessage) => ({
  seq,
  at,
  kind,
  ...(text !== undefined && { text }),
  ...(images && { images }),
});

/** The control doors: what rooms received, and the faults (product.md). */
export function answerControl({ rooms, faults, setFaults }: State, method: string, url: URL, body: unknown): Answer {
  const [what, id, sub] = url.pathname.split("/").slice(2).map(decodeURIComponent);
  if (what === "health" && method === "GET") return { status: 200, body: { ok: true } };
  if (what === "rooms" && id === undefined && method === "GET")
    return {
      status: 200,
      body: { items: rooms.rooms().map(({ roomId, count, last }) => ({ roomId, count, last: shown(last) })) },
    };
  if (what === "rooms" && id && sub === "messages" && method === "GET")
    return { status: 200, body: { items: rooms.inRoom(id).map(shown) } };
  if (what === "rooms" && id && sub === "messages" && method === "DELETE")
    return { status: 200, body: { removed: rooms.clear(id) } };
  if (what === "images" && id && method === "GET") {
    const image = rooms.image(id);
    return image
      ? { status: 200, bytes: { data: image.bytes, mime: image.mime } }
      : { status: 404, body: { message: "no such image" } };
  }
  if (what === "faults" && id === undefined) {
    if (method === "DELETE") {
      setFaults([]);
      return { status: 200, body: { items: [] } };
    }
    if (method === "POST") {
      const parsed = FaultInput.safeParse(body);
      if (!parsed.success)
        return {
          status: 422,
          body: { message: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ") },
        };
      setFaults([...faults(), parsed.data]);
    }
    if (method === "POST" || method === "GET") return { status: 200, body: { items: faults() } };
  }
  return { status: 404, body: { message: "no such door" } };
}
