import type { PhoneChannel } from "@/db/enums";
import { type Money, sumOf } from "@/lib/tenants/money";
import { type PriceColumns, priceOf } from "@/lib/tenants/price-of";
import type { Carriage } from "./channel";

/** What one recipient costs when it arrives, and what is held for it until then: of `both`, the dearer of its channels (C-23). */
export type RowPrice = { amount: Money; reserved: Money };

export type EstimateLine = {
  channel: PhoneChannel;
  fallback: PhoneChannel | null;
  count: number;
  /** Held for each. */
  unitPrice: Money;
  amount: Money;
};

export type Estimate = { lines: EstimateLine[]; total: Money; missingPrices: PhoneChannel[] };

type Route = Pick<Carriage, "channel" | "fallback">;

/** The price of a route; null where one of its channels has none, which refuses (C-22). */
export function rowPriceOf(prices: PriceColumns, { channel, fallback }: Route): RowPrice | null {
  const amount = priceOf(prices, channel);
  const second = fallback === null ? amount : priceOf(prices, fallback);
  if (amount === null || second === null) return null;
  if (second > amount) return { amount, reserved: second };
  return { amount, reserved: amount };
}

/** What a message would cost, by channel, exact to the hundredth of a won. */
export function estimateOf(prices: PriceColumns, routes: Iterable<Route>): Estimate {
  const lines = new Map<string, EstimateLine>();
  const missing = new Set<PhoneChannel>();
  for (const route of routes) {
    const key = `${route.channel}/${route.fallback}`;
    const line = lines.get(key) ?? openLine(prices, route, missing);
    lines.set(key, line);
    line.count++;
    line.amount += line.unitPrice;
  }
  const all = [...lines.values()];
  return { lines: all, total: sumOf(all.map((line) => line.amount)), missingPrices: [...missing] };
}

function openLine(prices: PriceColumns, { channel, fallback }: Route, missing: Set<PhoneChannel>): EstimateLine {
  for (const one of [channel, fallback]) if (one !== null && priceOf(prices, one) === null) missing.add(one);
  const unitPrice = rowPriceOf(prices, { channel, fallback })?.reserved ?? 0n;
  return { channel, fallback, count: 0, unitPrice, amount: 0n };
}
