import "server-only";
import type { PhoneChannel } from "@/db/enums";
import type { UserActor } from "@/lib/access/actor";
import { availableOf } from "@/lib/tenants/credit";
import { moneyOf, moneyText } from "@/lib/tenants/money";
import { lawOf } from "./ad-rules";
import { type Addressee, shownOf } from "./candidates-of";
import { actingFor, type Content, contentOf } from "./content-of";
import { maskName } from "./masks";
import { DUPLICATE, type RequestReason } from "./reasons";
import type { PlannedRow } from "./recipients";
import { type Audience, recipientsOf } from "./recipients-of";
import type { SendOrder, SendRuntime } from "./send-message";
import { renderText } from "./template";
import type { Block } from "./text-blocks";

/** What a message would be, without becoming one. Money in won with two decimals. */
export type MessagePreview = {
  requested: number;
  enqueued: number;
  /** Everybody who would get nothing, duplicates among them: `ordinal` is their place in the request. */
  skipped: { ordinal: number; recipient: string; name?: string; reason: string }[];
  duplicates: number;
  channels: {
    channel: PhoneChannel;
    fallback: PhoneChannel | null;
    count: number;
    unitPrice: string;
    amount: string;
  }[];
  total: string;
  balance: string;
  available: string;
  /** Of what is available once this message is reserved. */
  afterwards: string;
  sender: string | null;
  /** What keeps it from being sent, with the field of the body and the law behind it where there is one. */
  blocks: { reason: RequestReason; path?: string; params?: Record<string, string | number>; law?: string }[];
  warnings: string[];
  samples: { recipient: string; name: string; channel: PhoneChannel; text: string; bytes: number }[];
};

const SAMPLES = 3;
/** As many as a person can look through; `requested − enqueued` has the whole number. */
const SKIPPED_SHOWN = 1_000;
/** Less text than this beside a picture looks like a way around the filters (anchors §7). */
const LITTLE_TEXT = 20;

/**
 * Everything a person should see before sending, by the same rules as the sending itself (D-13). Stores nothing.
 * @throws AppError forbidden; not_found for the tenant; invalid at `send_at`, or for too many recipients
 */
export async function previewMessage(
  rt: SendRuntime,
  actor: UserActor,
  { request, tenantCode }: SendOrder,
): Promise<MessagePreview> {
  const now = await rt.clock();
  const content = await contentOf(rt.db, actor, await actingFor(rt.db, actor, tenantCode), request, now);
  const audience = await recipientsOf(rt, actor, content, request);
  const { tenant, blocks } = content;
  const credit = { balance: moneyOf(tenant.creditBalance), reserved: moneyOf(tenant.creditReserved) };
  const { lines, total } = audience.estimate;
  const available = availableOf(credit);
  const tooDear: Block[] = total > available ? [{ reason: "insufficient_balance" }] : [];
  return {
    requested: audience.everyone.length,
    enqueued: audience.going.length,
    skipped: skippedOf(audience),
    duplicates: audience.duplicates.length,
    channels: lines.map(({ unitPrice, amount, ...line }) => ({
      ...line,
      unitPrice: moneyText(unitPrice),
      amount: moneyText(amount),
    })),
    total: moneyText(total),
    balance: moneyText(credit.balance),
    available: moneyText(available),
    afterwards: moneyText(available - total),
    sender: content.sender,
    blocks: [...blocks, ...audience.blocks, ...tooDear].map(({ reason, path, params, issue }) => {
      const law = lawOf(reason);
      const blanks = params ?? issue?.params;
      return { reason, ...(path && { path }), ...(blanks && { params: blanks }), ...(law && { law }) };
    }),
    warnings: warningsOf(content),
    samples: audience.going.slice(0, SAMPLES).map((row) => sampleOf(content, row)),
  };
}

function skippedOf({ rows, duplicates }: Audience): MessagePreview["skipped"] {
  const line = (one: Addressee, reason: string) => ({
    ordinal: one.ordinal,
    recipient: shownOf(one),
    ...(one.name && { name: maskName(one.name) }),
    reason,
  });
  const left = [
    ...rows.flatMap(({ candidate, reason }) => (reason === null ? [] : [line(candidate, reason)])),
    ...duplicates.map((candidate) => line(candidate, DUPLICATE)),
  ];
  return left.sort((a, b) => a.ordinal - b.ordinal).slice(0, SKIPPED_SHOWN);
}

function sampleOf({ text }: Content, { candidate, channel, variables, length }: PlannedRow<Addressee>) {
  const { name } = candidate;
  return {
    recipient: shownOf(candidate),
    name: name ? maskName(name) : "",
    channel,
    text: renderText(text, variables ?? {}),
    bytes: length,
  };
}

function warningsOf({ text, isNight }: Content): string[] {
  const isPictureOnly = text.messageMode === "mms" && text.purpose === "ad" && [...text.rawBody].length < LITTLE_TEXT;
  return [...(isPictureOnly ? ["picture_only_ad"] : []), ...(isNight && text.purpose === "info" ? ["night_info"] : [])];
}
