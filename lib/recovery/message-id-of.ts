import "server-only";
import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messages } from "@/db/schema/messages";
import { AppError } from "@/lib/errors";

/**
 * The message a person means by a number: the one we know by it, else the one the old system knew by it.
 * @throws AppError not_found
 */
export async function messageIdOf(db: Executor, given: string): Promise<number> {
  const id = /^[1-9]\d{0,14}$/.test(given) ? Number(given) : 0;
  const [own] = await db.select({ id: messages.id }).from(messages).where(eq(messages.id, id));
  if (own) return own.id;
  const [old] = await db.select({ id: messages.id }).from(messages).where(eq(messages.legacyId, given)).limit(1);
  if (!old) throw new AppError("not_found");
  return old.id;
}
