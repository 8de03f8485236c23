import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { receiveWebhook } from "@/lib/batches/receive-webhook";
import { AppError } from "@/lib/errors";
import { runtime } from "@/lib/wiring";
import { readBody } from "./read-body";
import { ok, refuse } from "./respond";

/** Solapi tells of a few hundred at a time. */
const MAX_BYTES = 4 * 1_048_576;

const sha = (algorithm: string, value: string) => createHash(algorithm).update(value).digest("hex");

/** Whether a call bears what Solapi makes of the registered secret: its SHA-1. Digests of both are compared, so that no length or prefix shows in the time. */
export function isFromSolapi(header: string | null, secret: string): boolean {
  const [given, wanted] = [sha("sha256", (header ?? "").toLowerCase()), sha("sha256", sha("sha1", secret))];
  return timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

/** Solapi's own door. Without a secret in the environment there is no such page; a body nobody can read is a hint lost, and answered all the same. */
export async function solapiWebhook(request: Request): Promise<Response> {
  try {
    const secret = runtime().env.SOLAPI_WEBHOOK_SECRET;
    if (!secret) throw new AppError("not_found");
    if (!isFromSolapi(request.headers.get("x-solapi-secret"), secret)) throw new AppError("unauthenticated");
    const body = await readBody(request, MAX_BYTES);
    return ok({ received: await receiveWebhook(runtime(), parsed(body)) });
  } catch (error) {
    return refuse(request, error);
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return [];
  }
}
