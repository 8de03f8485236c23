import type { MessageMode, PhoneChannel } from "@/db/enums";
import { carriageOf } from "@/lib/messages/channel";
import { type Money, ZERO } from "@/lib/tenants/money";
import { type PriceColumns, priceOf } from "@/lib/tenants/price-of";
import { mayFallBack } from "@/lib/transports/solapi-codes";

/** The phone's owner blocked the channel, or hasn't opened KakaoTalk for long: a text only to who agreed to texts. */
const NEEDS_CONSENT = "3107";

/** Whether a text follows a refused Alimtalk: only of `both`, only where the refusal is certain and the phone's (C-23). */
export const followsUp = (row: {
  messageMode: MessageMode;
  leg: number;
  code: string | null;
  hasConsent: boolean;
}): boolean =>
  row.messageMode === "both" &&
  row.leg === 0 &&
  mayFallBack(row.code) &&
  (row.code !== NEEDS_CONSENT || row.hasConsent);

/**
 * What carries that text and what it costs: never more than was held for its recipient. Null where it can't be sent: too
 * long, or the channel has no price any more.
 */
export function followUpOf(
  prices: PriceColumns,
  text: string,
  subject: string | null,
  held: Money,
): { channel: PhoneChannel; amount: Money } | null {
  const { channel, issues } = carriageOf("lms", text, subject);
  const price = priceOf(prices, channel);
  if (price === null || issues.length > 0) return null;
  return { channel, amount: price < held ? price : held > ZERO ? held : ZERO };
}
