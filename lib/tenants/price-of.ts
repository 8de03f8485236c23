import type { PhoneChannel } from "@/db/enums";
import { type Money, moneyOf } from "./money";

/** Columns of a tenant that say what one message costs. */
export type PriceColumns = {
  basePrice: string | null;
  priceLms: string | null;
  priceMms: string | null;
  priceAlimtalk: string | null;
};

const COLUMN: Record<PhoneChannel, keyof PriceColumns> = {
  sms: "basePrice",
  lms: "priceLms",
  mms: "priceMms",
  alimtalk: "priceAlimtalk",
};

/** Price of one message on a channel: null = not configured, which refuses; 0 = free (C-22, D-14). */
export function priceOf(prices: PriceColumns, channel: PhoneChannel): Money | null {
  const price = prices[COLUMN[channel]];
  return price === null ? null : moneyOf(price);
}
