import "server-only";
import type { Executor } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import type { Actor, RequestFacts } from "./actor";

export type AuditEntry = {
  /** `schedule.create`, `user.disable`, … */
  action: string;
  /** `schedule:12` */
  subject: string;
  /** Organisation the subject belongs to; the actor's own when left out. */
  orgId?: number | null;
  before?: unknown;
  after?: unknown;
  /** Where it came from, when nobody is signed in yet; else the actor knows. */
  request?: RequestFacts;
};

/** Writes one audit row with the transaction of the change itself (rulings 30). Values must hold no secrets and no phone numbers. */
export async function writeAudit(tx: Executor, actor: Actor, at: Date, entry: AuditEntry): Promise<void> {
  const user = actor.kind === "user" ? actor : undefined;
  const request = user?.request ?? entry.request;
  await tx.insert(auditLog).values({
    at,
    actorUserId: user?.userId ?? null,
    actorName: user ? user.name : actor.kind === "system" ? actor.job : "",
    orgId: entry.orgId ?? user?.org.id ?? null,
    action: entry.action,
    subject: entry.subject,
    before: entry.before ?? null,
    after: entry.after ?? null,
    ip: request?.ip ?? null,
    requestId: request?.id ?? null,
  });
}
