import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import type { Env } from "@/lib/env/schema";
import type { Runtime } from "@/lib/runtime";
import { type Addressee, candidatesOf } from "./candidates-of";
import type { Content } from "./content-of";
import { type Estimate, estimateOf } from "./estimate";
import { type RequestReason, refusal } from "./reasons";
import { type Planned, type PlannedRow, planRecipients } from "./recipients";
import type { SendRequest } from "./schema";
import type { Block } from "./text-blocks";

export type Audience = Planned<Addressee> & {
  everyone: Addressee[];
  going: PlannedRow<Addressee>[];
  estimate: Estimate;
  blocks: Block[];
};

/** Everybody a message names, who of them gets it, and what that costs. Reads only. */
export async function recipientsOf(
  rt: Pick<Runtime, "db"> & { env: Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY"> },
  actor: UserActor,
  { tenant, org, text, isNight }: Content,
  request: SendRequest,
): Promise<Audience> {
  const order = { scope: scopeOf(actor), orgPath: org.path, tenantId: tenant.id, request, rawBody: text.rawBody };
  const everyone = await candidatesOf(rt.db, rt.env, order);
  const planned = planRecipients(everyone, text, isNight);
  const going = planned.rows.filter(({ reason }) => reason === null);
  const estimate = estimateOf(tenant, going);
  const blocks: Block[] = [];
  if (going.length === 0) blocks.push({ reason: whyNobody(planned.rows) });
  if (estimate.missingPrices.length > 0) blocks.push({ reason: "price_not_configured" });
  return { ...planned, everyone, going, estimate, blocks };
}

/** Reasons of all recipients alike that are the request's own fault, and what it is then told. */
const ALL_ALIKE: Partial<Record<string, RequestReason>> = {
  night_consent_missing: "night_ban",
  text_too_long: "text_too_long",
  unsupported_characters: "unsupported_characters",
};

function whyNobody(rows: readonly PlannedRow[]): RequestReason {
  const reasons = new Set(rows.map(({ reason }) => reason));
  const [only] = reasons;
  return (reasons.size === 1 && only && ALL_ALIKE[only]) || "no_valid_recipients";
}

/** The first thing that keeps a message from being sent, as an answer. */
export function throwFirst(blocks: readonly Block[]): void {
  const [first] = blocks;
  if (!first) return;
  const { reason, params, issue } = first;
  throw refusal(reason, { ...(params && { params }), ...(issue && { issues: [issue] }) });
}
