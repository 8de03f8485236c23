import "server-only";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { WebhookAnswer } from "@/lib/transports/webhook-port";
import { testBody } from "./say-alert";

/**
 * Tells the webhook that this is a test, and what came of it. Headquarters alone.
 * @throws AppError forbidden; conflict where the installation has no webhook
 */
export async function testWebhook(
  rt: Pick<Runtime, "db" | "clock" | "env" | "webhook">,
  actor: Actor,
): Promise<{ host: string; answer: WebhookAnswer }> {
  if (!mayEver(actor, "alert.write")) throw new AppError("forbidden");
  if (!rt.webhook) throw new AppError("conflict", { message: "alertNoWebhook" });
  const now = await rt.clock();
  const answer = await rt.webhook.send(testBody(rt.env.APP_ORIGIN, now));
  const after = answer.ok ? { ok: true } : { ok: false, reason: answer.reason };
  await writeAudit(rt.db, actor, now, { action: "alert.test", subject: "alert:webhook", after });
  return { host: rt.webhook.host, answer };
}
