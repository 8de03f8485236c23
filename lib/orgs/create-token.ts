import "server-only";
import { and, eq, gt, isNull, or } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { apiTokens, users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { newSecret, secretHash } from "@/lib/access/token-hash";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type TokenDto, toTokenDto } from "./people-queries";
import type { TokenInput } from "./schema";

const MOST = 50;
const DAY_MS = 86_400_000;

/**
 * Makes an API token of the actor, or with the product itself as actor of `forUserId`. The secret is answered this once.
 * @throws AppError forbidden (a token makes no tokens), conflict (50 in use), not_found
 */
export async function createToken(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  input: TokenInput & { forUserId?: number },
): Promise<TokenDto & { token: string }> {
  if (actor.kind === "user" && actor.via !== "session")
    throw new AppError("forbidden", { message: "tokenMakesNoToken" });
  const userId = actor.kind === "user" ? actor.userId : input.forUserId;
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const [user] = userId
      ? await tx.select({ orgId: users.orgId }).from(users).where(eq(users.id, userId)).for("update")
      : [];
    if (!user || !userId) throw new AppError("not_found");
    const used = await tx.$count(
      apiTokens,
      and(
        eq(apiTokens.userId, userId),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
      ),
    );
    if (used >= MOST) throw new AppError("conflict", { message: "tooManyTokens", params: { maximum: MOST } });
    const token = `dck_${newSecret()}`;
    const values = {
      tokenHash: secretHash(token),
      userId,
      name: input.name,
      scopes: null,
      createdAt: now,
      lastUsedAt: null,
      expiresAt: input.expiresInDays ? new Date(now.getTime() + input.expiresInDays * DAY_MS) : null,
      revokedAt: null,
    };
    const [row] = await tx.insert(apiTokens).values(values).$returningId();
    await writeAudit(tx, actor, now, {
      action: "token.create",
      subject: `token:${row!.id}`,
      orgId: user.orgId,
      after: { userId, name: input.name, expiresAt: values.expiresAt },
    });
    return { ...toTokenDto({ ...values, id: row!.id }), token };
  });
}
