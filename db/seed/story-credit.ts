import type { CreditKind } from "../enums";
import type { creditLedger } from "../schema/tenants";
import { STORY_CREDIT, storyTenants } from "./tenants";

type Line = typeof creditLedger.$inferInsert;
/** Amounts in hundredths of a won; the story's sums are far below where a float would round. */
type Move = {
  tenantId: number;
  kind: CreditKind;
  amount: number;
  messageId?: number;
  batchId?: number;
  entryKey: string;
  at: Date;
};

const won = (hundredths: number): string => (hundredths / 100).toFixed(2);
const CHANGE: Record<CreditKind, readonly [balance: number, reserved: number]> = {
  charge: [1, 0],
  adjust: [1, 0],
  reserve: [0, 1],
  release: [0, -1],
  settle: [-1, -1],
};

/** The story's money: what is reserved and ended is gathered, and written as a ledger in the order of time. */
export function openStoryCredit(openedAt: Date) {
  const start = Math.round(Number(STORY_CREDIT) * 100);
  const moves: Move[] = storyTenants.map(({ id }) => ({
    tenantId: id,
    kind: "charge",
    amount: start,
    entryKey: `charge:story-${id}`,
    at: openedAt,
  }));
  const held = new Map<number, number>();

  function ledger(): { lines: Line[]; sums: Map<number, { balance: number; reserved: number }> } {
    const sums = new Map(storyTenants.map(({ id }) => [id, { balance: 0, reserved: 0 }]));
    const lines = moves
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ amount, ...move }): Line => {
        const sum = sums.get(move.tenantId)!;
        const [balance, reserved] = CHANGE[move.kind];
        sum.balance += balance * amount;
        sum.reserved += reserved * amount;
        return { ...move, amount: won(amount), balanceAfter: won(sum.balance), reservedAfter: won(sum.reserved) };
      });
    return { lines, sums };
  }

  return {
    /** @returns the batch's `reserved_amount` */
    reserve(tenantId: number, batchId: number, amount: number, at: Date): string {
      held.set(batchId, amount);
      moves.push({
        tenantId,
        kind: "reserve",
        amount,
        messageId: batchId,
        batchId,
        entryKey: `reserve:${batchId}`,
        at,
      });
      return won(amount);
    },
    /** Pays `settle` of what the batch held and gives the rest back. @returns the batch's sums */
    end(tenantId: number, batchId: number, settle: number, at: Date) {
      const release = held.get(batchId)! - settle;
      const parts = (
        [
          ["settle", settle],
          ["release", release],
        ] as const
      ).filter(([, amount]) => amount > 0);
      for (const [i, [kind, amount]] of parts.entries())
        moves.push({
          tenantId,
          kind,
          amount,
          messageId: batchId,
          batchId,
          entryKey: `${kind}:${batchId}:${i + 1}`,
          at,
        });
      return { settledAmount: won(settle), releasedAmount: won(release), creditSeq: parts.length };
    },
    lines: (): Line[] => ledger().lines,
    sums: () =>
      [...ledger().sums].map(([id, { balance, reserved }]) => ({
        id,
        creditBalance: won(balance),
        creditReserved: won(reserved),
      })),
  };
}
