import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { runtime } from "@/lib/wiring";
import { ok, refuse } from "./respond";
import { lookAfterAnswer } from "./watch";

const digest = (value: string) => createHash("sha256").update(value).digest();

/** True when `authorization` carries one of the secrets. Compares digests, so neither length nor prefix shows in the time. */
export function bearsSecret(authorization: string | null, secrets: readonly (string | undefined)[]): boolean {
  const given = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  if (!given) return false;
  return secrets.some((secret) => secret !== undefined && timingSafeEqual(digest(given), digest(secret)));
}

/** The clock's door: runs for whoever bears CRON_SECRET (or the one before it, while it is being replaced). */
export function cron<R>(run: (rt: Runtime, executionId: string | null) => Promise<R>) {
  return async (request: Request): Promise<Response> => {
    try {
      const { CRON_SECRET, CRON_SECRET_PREVIOUS } = runtime().env;
      if (!bearsSecret(request.headers.get("authorization"), [CRON_SECRET, CRON_SECRET_PREVIOUS]))
        throw new AppError("unauthenticated");
      lookAfterAnswer();
      const executionId =
        request.headers.get("x-vercel-schedule-execution-id") ?? request.headers.get("x-execution-id");
      return ok(await run(runtime(), executionId));
    } catch (error) {
      return refuse(request, error);
    }
  };
}
