import "server-only";
import type { Answer } from "./sandbox-answer";
import { endFaults, FaultInput, faultKinds } from "./sandbox-faults";
import type { SandboxMessage } from "./sandbox-journal";
import type { Received } from "./sandbox-port";
import type { SandboxRooms } from "./sandbox-rooms";
import type { Weather } from "./sandbox-weather";

type State = Pick<Weather, "faults" | "setFaults"> & { rooms: SandboxRooms };

const shown = (message: SandboxMessage): Received =>
  message.kind === "text"
    ? { seq: message.seq, at: message.visibleAt, kind: "text", text: message.text }
    : { seq: message.seq, at: message.visibleAt, kind: "images", images: message.images };

const ok = (body: unknown): Answer => ({ status: 200, body });
const refused = (status: number, message: string): Answer => ({ status, body: { message } });

/** The control doors: what rooms received, and the faults (product.md). */
export function answerControl(state: State, method: string, url: URL, body: unknown): Answer {
  const { rooms } = state;
  const [what, id, sub, more] = url.pathname.split("/").slice(2).map(decodeURIComponent);
  if (more !== undefined) return refused(404, "no such door");
  switch ([method, what, id === undefined ? "" : "id", sub].join(" ").trim()) {
    case "GET health":
      return ok({ ok: true });
    case "GET rooms":
      return ok({ items: rooms.rooms().map(({ roomId, count, last }) => ({ roomId, count, last: shown(last) })) });
    case "GET rooms id messages":
      return ok({ items: rooms.inRoom(id!).map(shown) });
    case "DELETE rooms id messages":
      return ok({ removed: rooms.clear(id!) });
    case "GET images id": {
      const image = rooms.image(id!);
      return image
        ? { status: 200, raw: { data: image.bytes, mime: image.mime } }
        : refused(404, "no image of that sha256 was received");
    }
    case "GET faults":
      return ok({ items: state.faults() });
    case "POST faults":
      return addFault(state, body);
    case "DELETE faults":
      return clearFaults(state, url.searchParams);
    default:
      return refused(404, "no such door");
  }
}

function addFault(state: State, body: unknown): Answer {
  const parsed = FaultInput.safeParse(body);
  if (!parsed.success) {
    const said = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
    return refused(422, `${said.join("; ")} (kind: ${faultKinds.join(" | ")})`);
  }
  state.setFaults([...state.faults(), parsed.data]);
  return ok({ items: state.faults() });
}

function clearFaults(state: State, query: URLSearchParams): Answer {
  const kind = query.get("kind") ?? undefined;
  const known = faultKinds.find((one) => one === kind);
  if (kind !== undefined && !known) return refused(422, `kind: one of ${faultKinds.join(", ")}`);
  const roomId = query.get("roomId") ?? undefined;
  state.setFaults(endFaults(state.faults(), { kind: known, roomId: roomId === "" ? null : roomId }));
  return ok({ items: state.faults() });
}
