import type { ParkReason } from "@/lib/tenants/park-tenant";
import type { PhoneReason } from "@/lib/transports/phone-port";
import { codeMeaning } from "@/lib/transports/solapi-codes";
import type { BatchDecision } from "./schema";

/** Why a batch waits: for a person's change elsewhere, after which it goes by itself, or for a person's decision on itself. */
export const holdReasons = [
  "auth_failed",
  "ip_not_allowed",
  "clock_skew",
  "no_balance",
  "sender_unregistered",
  "number_guarded",
  "app_blocked",
  "key_missing",
  "key_unreadable",
  "messaging_inactive",
  "template_not_approved",
  "template_refused",
  "mode_changed",
  "image_missing",
  "number_unreadable",
  "build_lost",
  "group_failed",
  "group_deleted",
  "group_lost",
] as const;
export type HoldReason = (typeof holdReasons)[number];

/**
 * Nothing happens by itself any more: the provider gave the group up (rulings 17), or whoever built the batch came to grief
 * each time.
 */
export const isForPerson = (reason: string): boolean => reason.startsWith("group_") || reason === "build_lost";

/** What a person may say of a batch that waits for them. Of one that never had a group nobody can say that it left. */
export const decisionsFor = (reason: string): readonly BatchDecision[] =>
  !isForPerson(reason) ? [] : reason === "build_lost" ? ["again", "not_sent"] : ["not_sent", "give_up", "sent"];

const OF_REFUSAL: Partial<Record<PhoneReason, ParkReason>> = {
  auth_failed: "auth_failed",
  ip_not_allowed: "ip_not_allowed",
  clock_skew: "clock_skew",
  no_balance: "no_balance",
  sender_unregistered: "sender_unregistered",
  app_blocked: "app_blocked",
};

/** Why the whole tenant has to wait, where a request was refused for what it would meet again. */
export const parkReasonOf = (reason: PhoneReason): ParkReason | null => OF_REFUSAL[reason] ?? null;

/**
 * The same of a message's code: the account's or the sender's trouble, which every other message meets too; null where it
 * is about this message.
 */
export function parkReasonOfCode(code: string): ParkReason | null {
  const { codeClass, remedy } = codeMeaning(code);
  if (codeClass !== "C") return null;
  if (remedy === "fixAccount") return "auth_failed";
  if (remedy === "topUp") return "no_balance";
  if (remedy === "registerSender") return "sender_unregistered";
  // Registered, and its owner's carrier guards it against misuse: registering it again helps nobody (3059).
  if (remedy === "liftNumberGuard") return "number_guarded";
  return remedy === "askSolapi" ? "app_blocked" : null;
}

/** A fault of the set-up that lies with the message itself: its template, channel or picture. */
export const isSetUpCode = (code: string): boolean => codeMeaning(code).codeClass === "C";

/** A hold whose cause lies with us is looked at again this often, in ms. */
export const RECHECK_MS = 5 * 60_000;
