import "server-only";
import * as z from "zod/mini";
import type { UserActor } from "@/lib/access/actor";
import { AppError, invalid } from "@/lib/errors";
import { SendRequest } from "@/lib/messages/schema";
import type { SendOrder } from "@/lib/messages/send-message";
import type { Runtime } from "@/lib/runtime";
import { runtime } from "@/lib/wiring";
import { readJson } from "./read-json";
import { actorOf, ok, refuse } from "./respond";
import { issuesOf } from "./zod-issues";

/** 50,000 recipients with names and variables; the proxy, which cuts at 10 MB in silence, is never on /api. */
const MAX_BYTES = 20 * 1024 * 1024;
const KEY = /^[\x21-\x7e]{1,100}$/;
const CODE = /^[\w.-]{1,40}$/;
const DRAFT = /^[0-9a-f-]{36}$/;

/**
 * A message as a request: the S1 body with `X-Tenant-Code` and `Idempotency-Key`, of up to 20 MB; our own form names in
 * `X-Draft-Key` what it was written in.
 * @param invalidStatus of whatever is wrong with the body: 400 where S1 names it (S1-08)
 */
export function messageRoute<R>(
  run: (rt: Runtime, actor: UserActor, order: SendOrder) => Promise<R>,
  { status, invalidStatus }: { status: number; invalidStatus: number },
) {
  return async (request: Request): Promise<Response> => {
    try {
      const actor = await actorOf(request);
      const tenantCode = headerOf(request, "x-tenant-code", CODE);
      const idempotencyKey = headerOf(request, "idempotency-key", KEY);
      const draftKey = headerOf(request, "x-draft-key", DRAFT);
      const parsed = z.safeParse(SendRequest, await readJson(request, MAX_BYTES), { reportInput: true });
      if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error) });
      return ok(await run(runtime(), actor, { request: parsed.data, tenantCode, idempotencyKey, draftKey }), status);
    } catch (error) {
      return refuse(request, withStatus(error, invalidStatus));
    }
  };
}

function headerOf(request: Request, name: string, shape: RegExp): string | null {
  const value = request.headers.get(name)?.trim() || null;
  if (value !== null && !shape.test(value)) {
    // A code that can't be one is an absent one (rulings 19).
    if (name === "x-tenant-code") throw new AppError("not_found");
    throw invalid(name, "badValue");
  }
  return value;
}

const withStatus = (error: unknown, status: number): unknown =>
  error instanceof AppError && error.code === "invalid" && error.detail.status === undefined
    ? new AppError("invalid", { ...error.detail, status })
    : error;
