import "server-only";
import { type Answer, type Call, invalid } from "./answer";
import { BadQuery, type Condition, type Filter, filterOf, meets, pageOf } from "./filter";
import { type Group, groupStatusAt, groupView } from "./group";
import { groupOf } from "./group-doors";
import { codeAt, type Message, messageView, updatedAt } from "./message";
import type { State } from "./state";
import type { World } from "./world";

const MESSAGE_FIELDS = ["messageId", "groupId", "to", "from", "type", "statusCode", "dateCreated", "dateUpdated"];
const GROUP_FIELDS = [
  "groupId",
  "status",
  "dateCreated",
  "dateUpdated",
  "scheduledDate",
  "count.total",
  "count.sentTotal",
];
const DAY_MS = 24 * 60 * 60_000;

function read(query: URLSearchParams, fields: readonly string[]): Filter {
  try {
    return filterOf(query, fields);
  } catch (error) {
    throw error instanceof BadQuery ? invalid(error.message) : error;
  }
}

/** Messages and groups as reads see them; a list is newest first. */
export const listDoors = (world: World) => {
  const { state } = world;
  const ordered = <T>(all: readonly T[], keyOf: (one: T) => string) =>
    state.settings.shuffleLists ? [...all].sort((a, b) => (keyOf(a).slice(-15) < keyOf(b).slice(-15) ? -1 : 1)) : all;
  const idOf = (message: Message) => message.messageId;

  function messagePage(all: readonly Message[], filter: Filter, { account, seenAt }: Call): Answer {
    const oldest = seenAt - state.settings.retentionDays * DAY_MS;
    const fieldOf = (message: Message) => (field: string) => messageField(message, field, seenAt);
    const list = ordered(all, idOf);
    const begin = state.settings.shuffleLists ? null : positionOf(state, list, filter.startKey);
    const page = pageOf(
      newestFirst(list, begin),
      filter,
      idOf,
      (message) =>
        message.accountId === account.accountId &&
        message.createdAt <= seenAt &&
        message.createdAt >= oldest &&
        meets(filter.conditions, fieldOf(message)),
    );
    const messageList = Object.fromEntries(
      page.items.map((message) => [message.messageId, messageView(message, seenAt)]),
    );
    return {
      status: 200,
      body: { startKey: filter.startKey, limit: filter.limit, nextKey: page.nextKey, messageList },
    };
  }

  return {
    list(call: Call): Answer {
      const filter = read(call.query, MESSAGE_FIELDS);
      return messagePage(candidates(state, call.account.accountId, filter.conditions), filter, call);
    },

    "group-messages"(call: Call): Answer {
      return messagePage(groupOf(world, call).messages, read(call.query, MESSAGE_FIELDS), call);
    },

    groups(call: Call): Answer {
      const filter = read(call.query, GROUP_FIELDS);
      const all = ordered(state.groupsOf.get(call.account.accountId) ?? [], (group) => group.groupId);
      const page = pageOf(
        newestFirst(all, null),
        filter,
        (group) => group.groupId,
        (group) =>
          group.createdAt <= call.seenAt && meets(filter.conditions, (field) => groupField(group, field, call.seenAt)),
      );
      const groupList = Object.fromEntries(page.items.map((group) => [group.groupId, groupView(group, call.seenAt)]));
      return {
        status: 200,
        body: { startKey: filter.startKey, limit: filter.limit, nextKey: page.nextKey, groupList },
      };
    },
  };
};

function* newestFirst<T>(all: readonly T[], begin: number | null): Generator<T> {
  for (let at = begin ?? all.length - 1; at >= 0; at--) yield all[at]!;
}

/** The fewest messages the conditions leave to look at, oldest first. */
function candidates(state: State, accountId: string, conditions: readonly Condition[]): readonly Message[] {
  const named = (field: string) =>
    conditions.find((one) => one.field === field && (one.operator === "eq" || one.operator === "in"))?.values;
  const present = <T>(all: (T | undefined)[]) => all.filter((one) => one !== undefined);
  const ids = named("messageId");
  if (ids)
    return present([...new Set(ids)].map((id) => state.messages.get(id))).sort((a, b) => a.createdAt - b.createdAt);
  const groupIds = named("groupId");
  if (groupIds) return groupIds.flatMap((id) => state.groups.get(id)?.messages ?? []);
  const to = named("to");
  if (to) return to.flatMap((number) => state.messagesTo.get(number) ?? []);
  const all = state.messagesOf.get(accountId) ?? [];
  const bound = (operator: string) =>
    conditions.find((one) => one.field === "dateCreated" && one.operator === operator)?.values[0];
  const [from, until] = [bound("gte"), bound("lte")];
  if (from === undefined && until === undefined) return all;
  return all.slice(
    from === undefined ? 0 : firstSince(all, Number(from)),
    until === undefined ? all.length : firstSince(all, Number(until) + 1),
  );
}

/** The place of the first message created at or after that instant. */
function firstSince(all: readonly Message[], at: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.createdAt < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function positionOf(state: State, all: readonly Message[], startKey: string | null): number | null {
  const message = startKey === null ? undefined : state.messages.get(startKey);
  if (!message) return null;
  const found = all.indexOf(message, firstSince(all, message.createdAt));
  return found < 0 ? null : found;
}

function messageField(message: Message, field: string, at: number): string {
  switch (field) {
    case "statusCode":
      return codeAt(message, at);
    case "dateCreated":
      return String(message.createdAt);
    case "dateUpdated":
      return String(updatedAt(message, at));
    default:
      return String(message[field as "messageId" | "groupId" | "to" | "from" | "type"]);
  }
}

function groupField(group: Group, field: string, at: number): string {
  switch (field) {
    case "status":
      return groupStatusAt(group, at);
    case "dateCreated":
      return String(group.createdAt);
    case "dateUpdated":
      return String(group.changedAt);
    case "scheduledDate":
      return String(group.scheduledAt ?? "");
    case "count.total":
      return String(group.messages.length);
    case "count.sentTotal":
      return String(group.sentAt > 0 ? group.messages.length - group.refused : 0);
    default:
      return group.groupId;
  }
}
