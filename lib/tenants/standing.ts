import type { SenderStatus } from "@/db/enums";
import { type Money, moneyOf } from "./money";

/** What of a tenant decides whether it can send. */
type Facts = {
  messagingIsActive: boolean;
  paused: { reason: string } | null;
  messagingSender: string | null;
  senders: readonly { number: string; status: SenderStatus }[];
  prices: { sms: string | null };
  creditAvailable: string;
};

/** Why nothing is accepted or nothing goes out, most pressing first. */
export type Block = { kind: "inactive" | "no_sender" | "no_price" | "no_credit" } | { kind: "paused"; reason: string };

/** What stands between a tenant and its next text; empty where nothing does. */
export function blocksOf(tenant: Facts): Block[] {
  const { messagingSender: number, paused, prices } = tenant;
  const blocks: Block[] = [];
  if (!tenant.messagingIsActive) blocks.push({ kind: "inactive" });
  if (paused) blocks.push({ kind: "paused", reason: paused.reason });
  if (!tenant.senders.some((sender) => sender.number === number && sender.status === "verified"))
    blocks.push({ kind: "no_sender" });
  if (prices.sms === null) blocks.push({ kind: "no_price" });
  else if (textsLeft(tenant) === 0n) blocks.push({ kind: "no_credit" });
  return blocks;
}

/** How many short texts what is left pays for; null where they are free or nobody said what they cost. */
export function textsLeft({ prices, creditAvailable }: Pick<Facts, "prices" | "creditAvailable">): bigint | null {
  const price: Money = moneyOf(prices.sms ?? "0");
  return price === 0n ? null : moneyOf(creditAvailable) / price;
}
