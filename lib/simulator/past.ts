import "server-only";
import * as z from "zod";
import { priceOf } from "./group";
import { GROUP_ID, newId } from "./ids";
import type { Message } from "./message";
import type { World } from "./world";

const Digits = z.string().regex(/^\d{8,12}$/);
/** Whatever Solapi may once have said of a message that left or was refused; one that waits isn't past. */
const EndCode = z
  .string()
  .regex(/^[1-4]\d{3}$/, "a code of four digits")
  .refine((code) => code !== "2000" && code !== "2100", "not of one that waits");
/** Kinds come and go, and an account is used by others than us: any word is one. */
const Kind = z.string().regex(/^[A-Z][A-Z0-9_]{1,19}$/);
const Fields = z.record(z.string().max(30), z.string().max(1_000));

const PastMessage = z.strictObject({
  to: Digits,
  statusCode: EndCode.default("4000"),
  type: Kind.optional(),
  text: z.string().max(2_000).optional(),
  customFields: Fields.default({}),
});

/** A group that was sent before anybody looked. */
export const PastInput = z.strictObject({
  /** The first account unless told. */
  accountId: z.string().optional(),
  groupId: z.string().regex(GROUP_ID).optional(),
  /** When it was sent. */
  sentAt: z.iso.datetime({ offset: true }),
  from: Digits,
  type: Kind.default("SMS"),
  text: z.string().max(2_000).default("안내 문자"),
  customFields: Fields.default({}),
  messages: z.array(PastMessage).min(1).max(10_000),
});
export type PastInput = z.input<typeof PastInput>;
type Past = z.output<typeof PastInput>;

/** How long after it left the results of a past group came. */
const REPORTED_MS = 4_000;

/**
 * Puts a past sending into the world as Solapi would tell of it today: it moves no money, reports to nobody and stands in every list
 * at its own time.
 * @returns what is wrong with it, or the group's id
 */
export function plantPast(world: World, past: Past): { groupId: string } | { wrong: string } {
  const { accounts, groups } = world.state;
  const account = past.accountId === undefined ? [...accounts.values()][0] : accounts.get(past.accountId);
  if (!account) return { wrong: "accountId: no such account" };
  const at = Date.parse(past.sentAt);
  if (at > world.now()) return { wrong: "sentAt: not past" };
  const groupId = past.groupId ?? newId("G4V", at);
  if (groups.has(groupId)) return { wrong: "groupId: there already" };
  const { accountId } = account;
  const messages = past.messages.map(
    ({ to, statusCode, type = past.type, text = past.text, customFields }): Message => {
      const isRefused = statusCode.startsWith("1");
      return {
        ...{ messageId: newId("M4V", at), groupId, accountId, to, from: past.from, type, country: "82", text },
        ...{ subject: null, imageId: null, kakaoOptions: null, customFields, createdAt: at, replaced: false },
        refusal: isRefused ? statusCode : null,
        sentAt: isRefused ? 0 : at,
        finalAt: isRefused ? 0 : statusCode === "3000" ? null : at + REPORTED_MS,
        finalCode: statusCode,
        price: isRefused ? 0 : priceOf(account.prices, type),
      };
    },
  );
  const group = { groupId, accountId, strict: false, allowDuplicates: true, customFields: past.customFields };
  world.record({
    op: "past",
    group: { ...group, sdkVersion: null, osPlatform: null, createdAt: at, log: [] },
    messages,
  });
  return { groupId };
}

/** Those of `given` that aren't there yet; a world that was kept has them. */
export function plantMissing(world: World, given: readonly PastInput[]): void {
  for (const one of given) {
    const past = PastInput.parse(one);
    if (past.groupId !== undefined && world.state.groups.has(past.groupId)) continue;
    const planted = plantPast(world, past);
    if ("wrong" in planted) throw new Error(planted.wrong);
  }
}
