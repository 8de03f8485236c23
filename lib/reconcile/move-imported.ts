import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { MessageLogStatus } from "@/db/enums";
import { messages } from "@/db/schema/messages";
import { addToRollups } from "@/lib/messages/roll-up";

/** Moves one recipient of an imported message from status to status; the message itself stays as the old system told it. */
export async function moveImported(
  tx: Tx,
  before: typeof messages.$inferSelect,
  { from, to, confirmed }: { from: MessageLogStatus; to: MessageLogStatus; confirmed: number },
): Promise<void> {
  if (from === to) return;
  const moved = {
    [`${from}Count`]: before[`${from}Count`] - 1,
    [`${to}Count`]: before[`${to}Count`] + 1,
    confirmedCount: before.confirmedCount + confirmed,
  };
  await tx.update(messages).set(moved).where(eq(messages.id, before.id));
  await addToRollups(tx, [
    { of: before, sign: -1 },
    { of: { ...before, ...moved }, sign: 1 },
  ]);
}
