import type { CreditKind } from "@/db/enums";
import { MOST_MONEY, type Money, sumOf } from "./money";

/** What a tenant has, and what of it waits for messages under way: 0 ≤ reserved ≤ balance, always. */
export type Credit = { balance: Money; reserved: Money };

/** One line of the ledger: charge and adjust change the balance, reserve and release the reservation, settle takes from both. */
export type CreditStep = { kind: CreditKind; amount: Money; balanceAfter: Money; reservedAfter: Money };

/** What may still be reserved. */
export const availableOf = ({ balance, reserved }: Credit): Money => balance - reserved;

const CHANGES: Record<CreditKind, (credit: Credit, amount: Money) => Credit> = {
  charge: ({ balance, reserved }, amount) => ({ balance: balance + amount, reserved }),
  adjust: ({ balance, reserved }, amount) => ({ balance: balance + amount, reserved }),
  reserve: ({ balance, reserved }, amount) => ({ balance, reserved: reserved + amount }),
  release: ({ balance, reserved }, amount) => ({ balance, reserved: reserved - amount }),
  settle: ({ balance, reserved }, amount) => ({ balance: balance - amount, reserved: reserved - amount }),
};

const isSound = ({ balance, reserved }: Credit): boolean =>
  reserved >= 0n && reserved <= balance && balance <= MOST_MONEY;

/** The line and what is left after it, or null where it would break what always holds. Only an adjustment may be negative. */
export function stepOf(credit: Credit, kind: CreditKind, amount: Money): CreditStep | null {
  if (amount < 0n && kind !== "adjust") throw new RangeError(`a negative ${kind}`);
  const after = CHANGES[kind](credit, amount);
  return isSound(after) ? { kind, amount, balanceAfter: after.balance, reservedAfter: after.reserved } : null;
}

/** The same for several lines of one kind, one after another: all of them or null. */
export function stepsOf(credit: Credit, kind: CreditKind, amounts: readonly Money[]): CreditStep[] | null {
  const steps: CreditStep[] = [];
  for (const amount of amounts) {
    const last = steps.at(-1);
    const step = stepOf(last ? { balance: last.balanceAfter, reserved: last.reservedAfter } : credit, kind, amount);
    if (!step) return null;
    steps.push(step);
  }
  return steps;
}

/**
 * The lines that end a part of a batch's reservation. A part of nothing gets a line only where nothing else does, so that
 * what is free leaves a trace too (C-22).
 * @param open what of the batch is still reserved
 * @throws RangeError where more is ended than is open: somebody is about to pay twice
 */
export function endingOf(
  credit: Credit,
  open: Money,
  { settle, release }: { settle: Money; release: Money },
): CreditStep[] {
  if (settle < 0n || release < 0n || sumOf([settle, release]) > open) throw new RangeError("more than is reserved");
  const parts: [CreditKind, Money][] = [];
  if (settle > 0n || release === 0n) parts.push(["settle", settle]);
  if (release > 0n) parts.push(["release", release]);
  let left = credit;
  return parts.map(([kind, amount]) => {
    const step = stepOf(left, kind, amount);
    if (!step) throw new RangeError("the reservation isn't in the tenant's credit");
    left = { balance: step.balanceAfter, reserved: step.reservedAfter };
    return step;
  });
}

/** What the lines of a ledger add up to: it must be what the tenant's row says. */
export function creditOf(lines: readonly { kind: CreditKind; amount: Money }[]): Credit {
  return lines.reduce((credit, { kind, amount }) => CHANGES[kind](credit, amount), { balance: 0n, reserved: 0n });
}
