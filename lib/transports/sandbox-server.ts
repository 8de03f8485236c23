import "server-only";
import http, { type IncomingMessage } from "node:http";
import { type AnswerOrCut, exception, jsonOf, readBody, writeAnswer } from "./sandbox-answer";
import { answerControl } from "./sandbox-control";
import { answerPlain } from "./sandbox-plain";
import { DEMO_SECRET } from "./sandbox-port";
import { openSandboxRooms } from "./sandbox-rooms";
import { isSigned, openSignedPhone } from "./sandbox-signed";
import { openWeather } from "./sandbox-weather";

export type SandboxServer = { url: string; close: () => Promise<void> };
export type SandboxOptions = {
  /** 0 = any free one. */
  port: number;
  dir: string;
  /** What callers of the signed dialect sign with; empty = none set up. */
  secret?: string;
};

/**
 * A bot gateway for trying things out: speaks Iris's HTTP contract and that of its signed fork word for word, over the
 * same rooms, and keeps what they received; `/_sandbox/…` shows it and makes things go wrong on purpose. Loopback only.
 */
export async function startSandbox({ port, dir, secret = DEMO_SECRET }: SandboxOptions): Promise<SandboxServer> {
  const rooms = openSandboxRooms(dir);
  const weather = openWeather(rooms);
  const signed = openSignedPhone(secret, weather);

  async function answer(request: IncomingMessage, url: URL): Promise<AnswerOrCut> {
    const { method = "GET", headers } = request;
    if (url.pathname.startsWith("/_sandbox/")) {
      if (!isLocal(request)) return { status: 403, body: { message: "the control doors are for this machine" } };
      // An unreadable body at a control door is a bad input, not the phone's exception.
      const body = await readBody(request)
        .then((data) => jsonOf(data))
        .catch(() => null);
      return answerControl({ rooms, ...weather }, method, url, body);
    }
    if (weather.isOffline(null)) return "hang up";
    const ask = { method, url, headers, body: await readBody(request) };
    return isSigned(ask) ? signed.answer(ask) : answerPlain(rooms, weather, ask);
  }

  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://sandbox");
    answer(request, url)
      .catch(exception)
      .then((result) => (result === "hang up" ? request.socket.destroy() : writeAnswer(response, result)))
      .catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const listening = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${listening}`,
    close: () =>
      new Promise((resolve) => {
        weather.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** A page of another site could make a browser on this machine knock, under a name of its own or with its origin. */
function isLocal({ headers: { host, origin } }: IncomingMessage): boolean {
  const named = [`http://${host ?? ""}`, ...(origin === undefined ? [] : [origin])];
  return named.every((url) => URL.canParse(url) && LOCAL_NAMES.includes(new URL(url).hostname));
}
