import type { Account } from "./account";
import type { Group } from "./group";
import type { Message } from "./message";
import type { GroupSeed, Operation, StoredFile } from "./operation";
import { override, sendLongAgo, sendOut } from "./results";
import { defaultSettings, type Settings } from "./settings";

/** The stand-in's world in memory. It changes only by `apply`, so that replaying its operations gives the same again. */
export type State = {
  settings: Settings;
  /** How far its clock is ahead of the machine's, in ms. */
  aheadMs: number;
  accounts: Map<string, Account>;
  groups: Map<string, Group>;
  messages: Map<string, Message>;
  /** In the order of their creation. */
  groupsOf: Map<string, Group[]>;
  messagesOf: Map<string, Message[]>;
  messagesTo: Map<string, Message[]>;
  files: Map<string, StoredFile>;
  /** Groups with results or refunds to come. */
  unsettled: Set<Group>;
  scheduled: Set<Group>;
};

export const emptyState = (): State => ({
  settings: defaultSettings(),
  aheadMs: 0,
  accounts: new Map(),
  groups: new Map(),
  messages: new Map(),
  groupsOf: new Map(),
  messagesOf: new Map(),
  messagesTo: new Map(),
  files: new Map(),
  unsettled: new Set(),
  scheduled: new Set(),
});

/** Carries out one operation. Whoever calls has made sure that the group exists and may do it. */
export function apply(state: State, operation: Operation): void {
  const { at } = operation;
  switch (operation.op) {
    case "settings":
      state.settings = operation.settings;
      return;
    case "account":
      // A copy: spending changes it.
      state.accounts.set(operation.account.accountId, structuredClone(operation.account));
      return;
    case "file":
      state.files.set(operation.file.fileId, operation.file);
      return;
    case "clock":
      state.aheadMs = operation.aheadMs;
      return;
    case "reset":
      for (const part of [state.groups, state.messages, state.groupsOf, state.messagesOf, state.messagesTo])
        part.clear();
      for (const part of [state.files, state.unsettled, state.scheduled]) part.clear();
      return;
    case "create":
      create(state, operation.group);
      return;
    case "past":
      createLongAgo(state, operation);
      return;
    case "result":
      override(state, operation.messageIds, operation.code, at);
      return;
  }
  const group = state.groups.get(operation.groupId);
  if (group) applyTo(state, group, operation);
}

type OfGroup = Extract<Operation, { groupId: string }>;

function applyTo(state: State, group: Group, operation: OfGroup): void {
  group.changedAt = operation.at;
  if (operation.op === "add") {
    add(state, group, operation.messages);
    group.log.push(...operation.line);
    return;
  }
  if (operation.op === "remove") {
    remove(state, group, new Set(operation.messageIds));
    return;
  }
  state.scheduled.delete(group);
  switch (operation.op) {
    case "send":
      sendOut(state, group, operation);
      break;
    case "schedule":
      group.status = "SCHEDULED";
      group.scheduledAt = operation.scheduledAt;
      state.scheduled.add(group);
      break;
    case "unschedule":
      group.status = operation.to;
      group.scheduledAt = null;
      break;
    case "fail":
      group.status = "FAILED";
      break;
    case "delete":
      group.status = "DELETED";
      remove(state, group, new Set(group.messages.map(({ messageId }) => messageId)));
      break;
  }
  group.log.push(operation.line);
}

function create(state: State, seed: GroupSeed, isPast = false): Group {
  const account = state.accounts.get(seed.accountId)!;
  const group: Group = {
    ...seed,
    status: "PENDING",
    isPast,
    prices: { ...account.prices },
    log: [...seed.log],
    sentAt: 0,
    scheduledAt: null,
    changedAt: seed.createdAt,
    messages: [],
    recipients: new Set(),
    refused: 0,
    types: new Map(),
    charged: 0,
    chargedPoint: 0,
    outcomes: [],
  };
  state.groups.set(group.groupId, group);
  listed(state.groupsOf, group.accountId).push(group);
  return group;
}

/** Lists are in the order of creation, so what is old goes to its place in them. */
function createLongAgo(state: State, { group: seed, messages }: Extract<Operation, { op: "past" }>): void {
  const group = create(state, seed, true);
  add(state, group, messages);
  sendLongAgo(group);
  const byAge = (a: { createdAt: number }, b: { createdAt: number }) => a.createdAt - b.createdAt;
  listed(state.groupsOf, seed.accountId).sort(byAge);
  listed(state.messagesOf, seed.accountId).sort(byAge);
  for (const { to } of messages) listed(state.messagesTo, to).sort(byAge);
}

function add(state: State, group: Group, messages: readonly Message[]): void {
  const ofAccount = listed(state.messagesOf, group.accountId);
  for (const message of messages) {
    state.messages.set(message.messageId, message);
    group.messages.push(message);
    ofAccount.push(message);
    listed(state.messagesTo, message.to).push(message);
    count(group, message, 1);
    if (!message.refusal) group.recipients.add(message.to);
  }
}

function count(group: Group, { refusal, type }: Message, step: 1 | -1): void {
  if (refusal) {
    group.refused += step;
    return;
  }
  const key = type.toLowerCase();
  group.types.set(key, (group.types.get(key) ?? 0) + step);
}

function remove(state: State, group: Group, ids: ReadonlySet<string>): void {
  const stays = (message: Message) => !ids.has(message.messageId);
  if (ids.size === 0) return;
  const removed = group.messages.filter((message) => !stays(message));
  group.messages = group.messages.filter(stays);
  group.recipients = new Set(group.messages.flatMap((message) => (message.refusal ? [] : [message.to])));
  for (const message of removed) {
    state.messages.delete(message.messageId);
    count(group, message, -1);
  }
  state.messagesOf.set(group.accountId, listed(state.messagesOf, group.accountId).filter(stays));
  for (const to of new Set(removed.map((message) => message.to)))
    state.messagesTo.set(to, listed(state.messagesTo, to).filter(stays));
}

function listed<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key);
  if (known) return known;
  const made: T[] = [];
  lists.set(key, made);
  return made;
}
