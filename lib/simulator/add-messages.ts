import "server-only";
import * as z from "zod";
import { type Call, invalid, Refused } from "./answer";
import { line } from "./fire-group";
import { type Group, priceOf } from "./group";
import { newId } from "./ids";
import { addedView, type Message, MessageInput } from "./message";
import { type Registry, register, registryOf } from "./registration";
import type { World } from "./world";

const MAX_RECIPIENTS = 10_000;
const MAX_IN_GROUP = 1_000_000;
const KINDS: Record<string, string> = {
  SMS: "단문문자",
  LMS: "장문문자",
  MMS: "사진문자",
  ATA: "알림톡",
  CTA: "친구톡",
  CTI: "친구톡 이미지",
};

export const MessageInputs = z.array(MessageInput).min(1);

const digits = (number: string) => number.replaceAll("-", "").trim();

/** Adds messages to a PENDING group; refused ones are kept with their code and never leave. */
export function add(world: World, { account, at }: Call, group: Group, inputs: readonly MessageInput[]) {
  const recipients = inputs.reduce((sum, { to }) => sum + (Array.isArray(to) ? to.length : 1), 0);
  if (recipients > MAX_RECIPIENTS)
    throw new Refused(400, "RecipientsTooMany", "한 번에 추가할 수 있는 수신번호는 10,000건까지입니다.");
  if (group.messages.length + recipients > MAX_IN_GROUP) throw invalid("그룹에는 1,000,000건까지 담을 수 있습니다.");
  const files = [...world.state.files.values()].filter((file) => file.accountId === account.accountId);
  const registry = registryOf(account, new Set(files.map((file) => file.fileId)));
  const taken = new Set(world.state.settings.dedupeAcrossPuts ? group.recipients : []);
  const messages = inputs.flatMap((input) =>
    [input.to ?? ""].flat().map((to): Message => seedOf(input, digits(to), { group, registry, taken, at })),
  );
  const before = group.messages.length;
  world.record({ op: "add", groupId: group.groupId, messages, line: linesFor(messages, at) }, at);
  const added = group.messages.slice(before);
  const errorCount = added.filter((message) => message.refusal).length;
  return { errorCount: String(errorCount), resultList: added.map(addedView) };
}

type Place = { group: Group; registry: Registry; taken: Set<string>; at: number };

function seedOf(input: MessageInput, to: string, { group, registry, taken, at }: Place): Message {
  const from = digits(input.from ?? "");
  const registered = register(input, to, from, registry, group.strict);
  const isRepeated = !group.allowDuplicates && taken.has(to);
  const refusal = registered.refusal ?? (isRepeated ? "1026" : null);
  if (!refusal) taken.add(to);
  const fields = Object.entries(input.customFields ?? {}).map(([key, value]) => [key, String(value)]);
  return {
    messageId: newId("M4V", at),
    groupId: group.groupId,
    accountId: group.accountId,
    to,
    from,
    type: registered.type,
    country: input.country ?? "82",
    text: registered.text,
    subject: registered.subject,
    imageId: input.imageId ?? null,
    kakaoOptions: input.kakaoOptions ?? null,
    customFields: Object.fromEntries(fields),
    refusal,
    createdAt: at,
    sentAt: 0,
    finalAt: 0,
    finalCode: "2000",
    replaced: false,
    price: refusal ? 0 : priceOf(group.prices, registered.type),
  };
}

function linesFor(messages: readonly Message[], at: number) {
  const counts = new Map<string, number>();
  for (const { type, refusal } of messages) if (!refusal) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) =>
    line(at, `국가코드(82)의 ${KINDS[type] ?? type}(${type}) ${count} 건이 추가되었습니다.`),
  );
}
