import "server-only";
import * as z from "zod";
import { Account, Channel, SenderNumber, Template } from "./account";
import type { Answer } from "./answer";
import { isResultCode } from "./codes";
import { FaultInput, type Faults, faultKinds } from "./faults";
import { type Group, groupStatusAt } from "./group";
import type { Knocks } from "./knocks";
import { codeAt } from "./message";
import { PastInput, plantMissing, plantPast } from "./past";
import { ROUTES, routeNamed } from "./routes";
import { Settings } from "./settings";
import type { WebhookCall } from "./webhook";
import type { World } from "./world";

type Backstage = {
  world: World;
  faults: Faults;
  knocks: Knocks;
  webhookCalls: () => readonly WebhookCall[];
  /** What this one was started with. */
  freshAccounts: readonly Account[];
  freshSettings: Settings;
  freshPast: readonly PastInput[];
  /** Lets go of what is remembered beside the world: calls counted and reports told. */
  forget: () => void;
};

const ResultInput = z.strictObject({
  messageIds: z.array(z.string()).max(10_000).optional(),
  groupId: z.string().optional(),
  to: z.string().optional(),
  statusCode: z.string().refine(isResultCode, "a final code of Solapi's"),
});
const ClockInput = z.strictObject({
  advanceMs: z
    .int()
    .min(0)
    .max(366 * 24 * 60 * 60_000),
});
const GROUPS_SHOWN = 10_000;

const ok = (body: unknown): Answer => ({ status: 200, body });
const refused = (status: number, message: string): Answer => ({ status, body: { message } });

/** The control doors, for people and tests on this machine (product.md; docs/simulator.md shows each). */
export function answerControl(stage: Backstage, method: string, url: URL, body: unknown): Answer {
  const { world, faults, knocks } = stage;
  const [what = "", id, sub] = url.pathname.split("/").slice(2).map(decodeURIComponent);
  switch ([method, what, id === undefined ? "" : "id", sub].join(" ").trim()) {
    case "GET health":
      return ok({ ok: true });
    case "GET groups":
      return ok({ items: groupsShown(world, url.searchParams, false) });
    case "GET past":
      return ok({ items: groupsShown(world, url.searchParams, true) });
    case "POST past": {
      const past = PastInput.safeParse(body);
      if (!past.success) return misread(past.error);
      const planted = plantPast(world, past.data);
      if ("wrong" in planted) return refused(422, planted.wrong);
      return ok(groupsShown(world, new URLSearchParams(planted), true)[0]);
    }
    case "GET requests":
      return ok({ counts: knocks.counts(), items: knocks.all() });
    case "DELETE requests":
      knocks.clear();
      return ok({});
    case "GET faults":
      return ok({ items: faults.all(), routes: ROUTES, kinds: faultKinds });
    case "POST faults":
      return given(FaultInput, body, (fault) => {
        faults.add(fault);
        return { items: faults.all() };
      });
    case "DELETE faults": {
      const route = url.searchParams.get("route");
      if (route !== null && routeNamed(route) === null) return refused(422, "route: no such door");
      faults.clear(route === null ? null : routeNamed(route));
      return ok({ items: faults.all() });
    }
    case "GET settings":
      return ok(world.state.settings);
    case "PATCH settings":
      return given(Settings, { ...world.state.settings, ...(body as object) }, (settings) => {
        world.record({ op: "settings", settings });
        return settings;
      });
    case "GET accounts":
      return ok({ items: [...world.state.accounts.values()] });
    case "PUT accounts":
      return given(Account, body, (account) => saved(world, account));
    case "PATCH accounts id":
      return edit(world, id!, z.record(z.string(), z.unknown()), body, (account, patch) => ({
        ...account,
        ...patch,
        accountId: id,
      }));
    case "PUT accounts id senders":
      return edit(world, id!, SenderNumber, body, (account, one) => ({
        ...account,
        senders: [...account.senders.filter((old) => old.phoneNumber !== one.phoneNumber), one],
      }));
    case "PUT accounts id templates":
      return edit(world, id!, Template, body, (account, one) => ({
        ...account,
        templates: [...account.templates.filter((old) => old.templateId !== one.templateId), one],
      }));
    case "PUT accounts id channels":
      return edit(world, id!, Channel, body, (account, one) => ({
        ...account,
        channels: [...account.channels.filter((old) => old.channelId !== one.channelId), one],
      }));
    case "POST results":
      return given(ResultInput, body, (input) => decide(world, input));
    case "GET webhooks":
      return ok({ items: stage.webhookCalls() });
    case "GET clock":
      return ok({ now: new Date(world.now()).toISOString(), aheadMs: world.state.aheadMs });
    case "POST clock":
      return given(ClockInput, body, ({ advanceMs }) => {
        world.record({ op: "clock", aheadMs: world.state.aheadMs + advanceMs });
        world.advance();
        return { now: new Date(world.now()).toISOString(), aheadMs: world.state.aheadMs };
      });
    case "POST reset":
      world.reset(stage.freshAccounts, stage.freshSettings);
      plantMissing(world, stage.freshPast);
      faults.clear(null);
      knocks.clear();
      stage.forget();
      return ok({});
    default:
      return refused(404, "no such door");
  }
}

function given<T>(schema: z.ZodType<T>, body: unknown, then: (value: T) => unknown): Answer {
  const parsed = schema.safeParse(body);
  return parsed.success ? ok(then(parsed.data)) : misread(parsed.error);
}

const misread = ({ issues }: z.ZodError): Answer =>
  refused(422, issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; "));

function edit<T>(
  world: World,
  accountId: string,
  schema: z.ZodType<T>,
  body: unknown,
  change: (account: Account, value: T) => unknown,
): Answer {
  const account = world.state.accounts.get(accountId);
  if (!account) return refused(404, "no such account");
  const value = schema.safeParse(body);
  const changed = value.success ? Account.safeParse(change(account, value.data)) : value;
  return changed.success ? ok(saved(world, changed.data)) : misread(changed.error);
}

function saved(world: World, account: Account): Account {
  world.record({ op: "account", account });
  return account;
}

/** What we were asked for, or what was planted as past; the two are never shown together. */
function groupsShown(world: World, query: URLSearchParams, past: boolean) {
  const now = world.now();
  const [groupId, accountId] = [query.get("groupId"), query.get("accountId")];
  const wanted = ({ groupId: id, accountId: owner, isPast }: Group) =>
    isPast === past && (groupId === null || id === groupId) && (accountId === null || owner === accountId);
  const groups = [...world.state.groups.values()].filter(wanted).slice(-GROUPS_SHOWN);
  return groups.map((group) => ({
    groupId: group.groupId,
    accountId: group.accountId,
    status: groupStatusAt(group, now),
    sentAt: group.sentAt > 0 ? new Date(group.sentAt).toISOString() : null,
    customFields: group.customFields,
    messages: group.messages.map((message) => {
      const { messageId, to, from, text, type, customFields } = message;
      return { messageId, to, from, text, type, customFields, statusCode: codeAt(message, now) };
    }),
  }));
}

/** Gives waiting messages their result by hand. */
function decide(world: World, { messageIds, groupId, to, statusCode }: z.output<typeof ResultInput>) {
  const { messages, groups, messagesTo } = world.state;
  const candidates = [
    ...(messageIds ?? []).flatMap((id) => messages.get(id) ?? []),
    ...(groupId === undefined ? [] : (groups.get(groupId)?.messages ?? [])),
    ...(to === undefined ? [] : (messagesTo.get(to) ?? [])),
  ];
  const waiting = candidates.filter((message) => codeAt(message, world.now()) === "3000");
  const ids = [...new Set(waiting.map((message) => message.messageId))];
  if (ids.length > 0) world.record({ op: "result", messageIds: ids, code: statusCode });
  world.advance();
  return { decided: ids.length };
}
