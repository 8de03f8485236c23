import type { FaultKind } from "@/lib/transports/sandbox-faults";
import type { SimulatorFault } from "@/lib/transports/simulator-port";

/** How a fault is planted: at a room of the stand-in of bots, at a door of the stand-in of Solapi, in its account, or by the number itself. */
export type DrillPlant =
  | { at: "room"; kind: FaultKind; times?: number; ms?: number }
  | { at: "door"; fault: SimulatorFault }
  | { at: "account"; change: "balance" | "ip" | "sender" | "secret" }
  | { at: "number"; last4: string };

type Spec = {
  plant: DrillPlant;
  /** What the diagnosis is to say of it, whichever comes first; empty: nothing is wrong with it, and nothing may be made of it. */
  causes: readonly string[];
  /** Nothing may be made of it either where the room's own log shows that it came. */
  mayBeProven?: true;
};

const room = (kind: FaultKind, causes: readonly string[], over: { times?: number; ms?: number } = {}): Spec => ({
  plant: { at: "room", kind, ...over },
  causes,
});
/** It came and the answer is lost: a gateway whose room can be read proves it, of the others nobody knows. */
const unheard = (kind: FaultKind, cause: string): Spec => ({ ...room(kind, [cause]), mayBeProven: true });
const door = (route: string, kind: string, causes: readonly string[], over: Partial<SimulatorFault> = {}): Spec => ({
  plant: { at: "door", fault: { route, kind, when: "before", ...over } },
  causes,
});
const account = (change: "balance" | "ip" | "sender" | "secret", cause: string): Spec => ({
  plant: { at: "account", change },
  causes: [cause],
});
const number = (last4: string, cause: string): Spec => ({ plant: { at: "number", last4 }, causes: [cause] });

/** Every fault of the two stand-ins that can be tried out, by its name; words under `faults` of `drill`. */
export const roomDrills = {
  room_offline: room("offline", ["bot_offline"]),
  room_http_500: room("http_500", ["gateway_refused"]),
  room_html_500: room("html_500", ["answer_unreadable"]),
  room_queue_full: room("queue_full", ["bot_queue_full"]),
  room_lost: room("lost", []),
  room_reset: unheard("reset_after", "call_cut_off"),
  room_garbage: unheard("garbage", "answer_unreadable"),
  room_slow: room("slow", [], { ms: 4_000 }),
  room_late: room("late", [], { ms: 3_000 }),
  room_duplicate: room("duplicate", []),
  room_drop_older: room("drop_older", []),
} as const satisfies Record<string, Spec>;

export const phoneDrills = {
  phone_balance: account("balance", "no_balance"),
  phone_ip: account("ip", "ip_not_allowed"),
  phone_key: account("secret", "auth_failed"),
  phone_sender: account("sender", "sender_unregistered"),
  phone_reset: door("create", "reset", ["provider_unreachable"]),
  phone_hang: door("create", "hang", ["provider_unreachable"]),
  phone_503: door("create", "http_503", ["provider_unreachable"]),
  phone_500: door("create", "http_500", ["provider_unreachable"]),
  phone_429: door("create", "http_429", ["provider_throttled"]),
  phone_empty: door("create", "empty", ["provider_unreachable"]),
  phone_html: door("create", "html", ["provider_unreachable"]),
  phone_truncated: door("create", "truncated", ["provider_unreachable"]),
  phone_html_after: door("add", "html", ["provider_unreachable"], { when: "after" }),
  phone_answer_lost: door("send", "reset", [], { when: "after", times: 1 }),
  phone_slow: door("send", "slow", [], { ms: 3_000 }),
  phone_off: number("3043", "carrier_failed"),
  phone_gone: number("3032", "number_dead"),
  phone_unreported: { plant: { at: "number", last4: "0000" }, causes: [] },
} as const satisfies Record<string, Spec>;

export type DrillId = keyof typeof roomDrills | keyof typeof phoneDrills;
export const drillIds = [...Object.keys(roomDrills), ...Object.keys(phoneDrills)] as DrillId[];
export const drillSpecs: Record<DrillId, Spec> = { ...roomDrills, ...phoneDrills };
export const isRoomDrill = (id: DrillId): id is keyof typeof roomDrills => id in roomDrills;

/** A fault nobody takes away goes by itself after so long, in ms. */
export const DRILL_MS = 5 * 60_000;
