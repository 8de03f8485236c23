import "server-only";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { Account, type AccountInput, demoAccount } from "./account";
import { accountDoors } from "./account-doors";
import { type Answer, type Call, jsonOf, Refused, readBody, refusal, writeAnswer } from "./answer";
import { openCallBudget } from "./call-budget";
import { answerControl } from "./control";
import { applyFault } from "./fault-answer";
import { openFaults } from "./faults";
import { fireScheduled } from "./fire-group";
import { groupDoors } from "./group-doors";
import { kakaoDoors } from "./kakao-doors";
import { openKnocks } from "./knocks";
import { listDoors } from "./list-doors";
import { type PastInput, plantMissing } from "./past";
import { type RouteName, routeOf } from "./routes";
import { sendDoors } from "./send-doors";
import { Settings, type SettingsInput } from "./settings";
import { openSignatureCheck } from "./signature-check";
import { statisticsDoor } from "./statistics-door";
import { openWebhook } from "./webhook";
import { openWorld } from "./world";

export type Simulator = { url: string; close: () => Promise<void> };
export type SimulatorOptions = {
  /** 0 = any free one. */
  port: number;
  /** Where its world is kept; without it, in memory only. */
  dir?: string;
  /** Who may call; the demo's account unless told. */
  accounts?: readonly AccountInput[];
  settings?: SettingsInput;
  /** What was sent with these accounts before anybody looked. */
  past?: readonly PastInput[];
  /** Real time in ms, for tests of skew and windows. */
  clock?: () => number;
};

/**
 * A stand-in for Solapi: its HTTP contract on a socket, with accounts, groups, results, webhooks and money of its own;
 * `/_sim/…` shows what it received and makes things go wrong on purpose. Loopback only; nothing ever reaches a phone.
 */
export async function startSimulator({
  port,
  dir,
  accounts,
  settings,
  past = [],
  clock = Date.now,
}: SimulatorOptions): Promise<Simulator> {
  const known = accounts?.map((one) => Account.parse(one)) ?? [demoAccount()];
  const webhook = openWebhook(() => world.state.settings.webhook);
  const world = openWorld({
    dir,
    accounts: known,
    clock,
    onResults: (group, outcome) => webhook.report(group, outcome),
  });
  if (settings) world.record({ op: "settings", settings: Settings.parse({ ...world.state.settings, ...settings }) });
  plantMissing(world, past);
  world.onSchedule((group) => fireScheduled(world, group));
  const faults = openFaults();
  const knocks = openKnocks();
  const accountOf = openSignatureCheck(clock);
  const { spend, clear: clearCalls } = openCallBudget(clock);
  const doors: Record<RouteName, (call: Call) => Answer> = {
    ...groupDoors(world),
    ...sendDoors(world),
    ...listDoors(world),
    ...statisticsDoor(world),
    ...accountDoors(world),
    ...kakaoDoors,
  };
  const forget = () => {
    clearCalls();
    webhook.forget();
  };
  const freshSettings = Settings.parse({ ...settings });
  const backstage = {
    ...{ world, faults, knocks, webhookCalls: webhook.calls },
    ...{ freshAccounts: known, freshSettings, freshPast: past, forget },
  };
  const byKey = (apiKey: string) => [...world.state.accounts.values()].find((one) => one.apiKey === apiKey);

  function carryOut(
    request: IncomingMessage,
    name: RouteName,
    params: string[],
    query: URLSearchParams,
    data: Buffer,
  ): Answer {
    const ip = request.socket.remoteAddress ?? "127.0.0.1";
    const { errorDialect, rateLimit, readDelayMs } = world.state.settings;
    const over = (headers: Record<string, string>): Answer => {
      const message = "요청 한도를 초과했습니다. 잠시 후 다시 시도해주세요.";
      const body = { errorCode: "TooManyRequests", [errorDialect === "new" ? "message" : "errorMessage"]: message };
      return { status: 429, headers, body };
    };
    let headers: Record<string, string> = {};
    try {
      const account = accountOf(request.headers.authorization, ip, byKey, errorDialect);
      const budget = spend(account.accountId, request.method === "GET" ? "reads" : "writes", rateLimit);
      headers = budget.headers;
      if (!budget.allowed) return over(headers);
      world.advance();
      const at = world.now();
      const call: Call = { account, params, query, body: jsonOf(data), ip, at, seenAt: at - readDelayMs };
      return { ...doors[name](call), headers };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (Object.keys(headers).length > 0) return { ...refusal(error), headers };
      const budget = spend(ip, "anonymous", rateLimit);
      return budget.allowed ? { ...refusal(error), headers: budget.headers } : over(budget.headers);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://simulator");
    const { method = "GET" } = request;
    if (url.pathname.startsWith("/_sim/")) return writeAnswer(response, await control(request, url));
    const route = routeOf(method, url.pathname);
    const data = await readBody(request);
    if (!route)
      return writeAnswer(response, refusal(new Refused(404, "ResourceNotFound", "존재하지 않는 경로입니다.")));
    const fault = faults.hit(route.name);
    const act = () => carryOut(request, route.name, route.params, url.searchParams, data);
    const outcome = await applyFault(fault, act, closing.signal);
    knocks.note(route.name, outcome, fault);
    if (outcome === "reset") request.socket.resetAndDestroy();
    else if (outcome === "close") request.socket.destroy();
    else if (outcome !== "hang") writeAnswer(response, outcome);
  }

  async function control(request: IncomingMessage, url: URL): Promise<Answer> {
    if (!isLocal(request)) return { status: 403, body: { message: "the control doors are for this machine" } };
    const body = await readBody(request)
      .then((data) => jsonOf(data))
      .catch(() => null);
    world.advance();
    return answerControl(backstage, request.method ?? "GET", url, body);
  }

  const closing = new AbortController();
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const unknown = new Refused(500, "InternalServerError", "서버 오류가 발생했습니다.");
      if (response.headersSent) request.socket.destroy();
      else writeAnswer(response, refusal(error instanceof Refused ? error : unknown));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const listening = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${listening}`,
    async close() {
      closing.abort();
      world.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await webhook.close();
    },
  };
}

const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** A page of another site could make a browser on this machine knock, under a name of its own or with its origin. */
function isLocal({ headers: { host, origin } }: IncomingMessage): boolean {
  const named = [`http://${host ?? ""}`, ...(origin === undefined ? [] : [origin])];
  return named.every((url) => URL.canParse(url) && LOCAL_NAMES.includes(new URL(url).hostname));
}
