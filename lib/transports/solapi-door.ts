import "server-only";
import { isLoopbackUrl } from "@/lib/env/loopback-url";

/** Where what is meant for Solapi goes. `closed`: nowhere, as in tests that named no simulator. */
export type SolapiRoute = { kind: "live" } | { kind: "simulator"; baseUrl: string } | { kind: "closed" };

/** `not_connected`: nothing left. `timeout` and `lost`: written, and no whole answer came. `shut`: the door let nothing through. */
export type DoorFault = "not_connected" | "timeout" | "lost" | "shut";

/** One exchange: never a body, a query or a number. */
export type SolapiCall = {
  method: string;
  path: string;
  status: number | null;
  durationMs: number;
  fault: DoorFault | null;
};

export type DoorSettings = {
  route: SolapiRoute;
  timeoutMs?: number;
  record?: (call: SolapiCall) => void;
};

const HOST = "https://api.solapi.com/";
const TIMEOUT_MS = 15_000;
/** Errors of a socket that never was one. */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS|DEPTH_|UNABLE_|SELF_)/;

/**
 * Thrown for what happened on the way. The SDK sends again whatever failed with aborted, refused, reset or econn in
 * its words or a code (solapi.md 0.3), so this says none of them.
 */
export class DoorError extends Error {
  override readonly name = "DoorError";
  constructor(readonly fault: DoorFault) {
    super(`SOLAPI_DOOR:${fault}`);
  }
}

/** The fault a DoorError names, also where only its words got through the SDK. */
export const doorFault = (words: string): DoorFault | null =>
  (/SOLAPI_DOOR:(not_connected|timeout|lost|shut)/.exec(words)?.[1] as DoorFault | undefined) ?? null;

type Door = { settings: DoorSettings; beyond: typeof fetch };
/** One per process, also across the reloads of a development server. */
const shared = globalThis as typeof globalThis & { dochakSolapiDoor?: Door };

/** Throws, in Korean, where a simulator isn't on this machine: the address would get the account's signature. */
export function checkRoute(route: SolapiRoute): void {
  if (route.kind === "simulator" && !isLoopbackUrl(route.baseUrl))
    throw new Error(
      "솔라피 모의 서버는 이 컴퓨터의 주소(127.0.0.1)여야 해요. (The simulator has to be on this machine.)",
    );
}

/**
 * Puts one door before the global fetch that only requests to Solapi go through: it routes, ends them in time, lets
 * none be sent twice and tells of each (solapi.md §2.2). Doing it again only changes the settings.
 */
export function installSolapiDoor(settings: DoorSettings): void {
  checkRoute(settings.route);
  if (shared.dochakSolapiDoor) {
    shared.dochakSolapiDoor.settings = settings;
    return;
  }
  const door: Door = { settings, beyond: globalThis.fetch };
  shared.dochakSolapiDoor = door;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return isSolapi(url) ? pass(door, url, input, init) : door.beyond(input, init);
  };
}

/** Without it a request would go out as it is, so nobody makes one. */
export const hasSolapiDoor = (): boolean => shared.dochakSolapiDoor !== undefined;

/** Also the provider's other hosts: none of them is ever reached around the door. */
const isSolapi = (url: string) => /^https?:\/\/([\w-]+\.)*solapi\.com([:/?#]|$)/i.test(url);

async function pass(door: Door, url: string, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { route, timeoutMs = TIMEOUT_MS, record } = door.settings;
  const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
  const startMs = performance.now();
  const tell = (status: number | null, fault: DoorFault | null) =>
    record?.({
      method,
      path: new URL(url).pathname,
      status,
      durationMs: Math.round(performance.now() - startMs),
      fault,
    });
  const target = route.kind === "closed" || !url.startsWith(HOST) ? null : targetOf(route, url);
  if (target === null) {
    tell(null, "shut");
    throw new DoorError("shut");
  }
  const clock = AbortSignal.timeout(timeoutMs);
  const signal = init?.signal ? AbortSignal.any([init.signal, clock]) : clock;
  try {
    const given = input instanceof Request ? new Request(target, input) : target;
    // A connection of its own: one that was kept and died silently would look like a lost answer.
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("connection", "close");
    const answer = await door.beyond(given, { ...init, headers, signal, redirect: "manual", cache: "no-store" });
    // Read here, so that an answer that breaks off is a fault of the way and not of its content.
    const body = await answer.arrayBuffer();
    tell(answer.status, null);
    return rebuilt(answer, body);
  } catch (error) {
    const fault = faultOf(error);
    tell(null, fault);
    throw new DoorError(fault);
  }
}

const targetOf = (route: Exclude<SolapiRoute, { kind: "closed" }>, url: string): string =>
  route.kind === "live" ? url : `${route.baseUrl.replace(/\/+$/, "")}/${url.slice(HOST.length)}`;

/** The SDK sends again after a 503, so it is told 502; both mean that nobody knows. */
function rebuilt(answer: Response, body: ArrayBuffer): Response {
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  const status = answer.status === 503 ? 502 : answer.status;
  const isBare = status === 204 || status === 304;
  return new Response(isBare ? null : body, { status, headers });
}

function faultOf(error: unknown): DoorFault {
  if (error instanceof DoorError) return error.fault;
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === "TimeoutError" || name === "AbortError") return "timeout";
  return NOT_CONNECTED.test(String(cause?.code ?? "")) ? "not_connected" : "lost";
}
