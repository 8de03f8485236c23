import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { type Action, can } from "@/lib/access/can";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import type { Runtime } from "@/lib/runtime";
import { type FixId, xrayFix } from "./fixes";
import { messageCases, type PhoneCase, type PhoneGround, phoneGround, recipientCase } from "./phone-facts";
import { inNeed, xrayGroups } from "./phone-groups";
import { knownOf, unknownOf } from "./phone-known";
import { readAhead, readCredit, type XrayRow } from "./phone-queries";
import type { XrayMessageInput } from "./phone-schema";
import { isOpen } from "./phone-step";
import { phoneSteps } from "./phone-steps";
import { isOfProvider } from "./phone-worker-steps";
import type { Watch } from "./read-watch";
import { verdict } from "./verdict";
import type { Verdict } from "./verdict-shape";
import type { Xray } from "./xray-dto";

type XrayRuntime = Pick<Runtime, "db" | "clock" | "env" | "queue">;
type Judged = PhoneCase & { verdict: Verdict; code: string | null; sample: number | null };

/**
 * Why a message to phones is where it is: of one recipient by one of their rows, or of all of them, told by those who need a
 * person first. Reads only, and says nothing that no record says.
 * @throws AppError not_found, the same for a foreign and an absent message, and for a row of another one
 */
export async function xrayMessage(
  rt: XrayRuntime,
  actor: UserActor,
  { id, recipient }: XrayMessageInput,
): Promise<Xray> {
  const now = await rt.clock();
  const ground = await phoneGround(rt, scopeOf(actor), id, now);
  if (recipient !== undefined) {
    const { one, rows } = await recipientCase(rt.db, ground, recipient);
    const first = judge(one);
    return xrayOf(rt, actor, ground, { first, all: [first], rows, recipient: rows[0]?.id ?? recipient });
  }
  const all = inNeed((await messageCases(rt.db, ground)).map(judge));
  const first = all[0];
  if (!first) throw new Error(`message ${id} has nothing to look at`);
  const shown = await xrayOf(rt, actor, ground, { first, all, rows: [], recipient: null });
  return { ...shown, groups: xrayGroups(all) };
}

/** What the verdict on one recipient is made of besides their own rows, for whoever looks at many. */
export type SeenBefore = { now: Date; watch: Watch };

/**
 * The verdict of a recipient's x-ray and what may be done about it, without the steps that lead there.
 * @throws AppError as `xrayMessage`
 */
export async function verdictOfRecipient(
  rt: XrayRuntime,
  actor: UserActor,
  { id, recipient }: { id: number; recipient: number },
  { now, watch }: SeenBefore,
): Promise<Pick<Xray, "verdict" | "fix">> {
  const ground = await phoneGround(rt, scopeOf(actor), id, now, watch);
  const first = judge((await recipientCase(rt.db, ground, recipient)).one);
  return saidOf(actor, ground, first);
}

function saidOf(actor: UserActor, ground: PhoneGround, first: Judged): Pick<Xray, "verdict" | "fix"> {
  const { standing, layer, cause, fix } = first.verdict;
  return {
    verdict: { layer, cause, fix, standing, code: first.code },
    fix: fix === null ? null : fixFor(actor, ground, first, fix as FixId),
  };
}

function judge(one: PhoneCase): Judged {
  const found = verdict(one.facts);
  return { ...one, verdict: found, code: codeOf(one, found), sample: one.row?.id ?? null };
}

/** The provider's own code, where it is what the verdict rests on. */
function codeOf({ facts }: PhoneCase, { cause }: Verdict): string | null {
  if (facts.row?.providerCode != null) return facts.row.providerCode;
  if (cause === null) return null;
  const told = facts.trail.findLast(({ event }) => event !== "claimed");
  return told?.code && isOfProvider(told) && /^\d{4}$|^[A-Z]\w+$/.test(told.code) ? told.code : null;
}

type Shown = { first: Judged; all: readonly Judged[]; rows: readonly XrayRow[]; recipient: number | null };

async function xrayOf(
  rt: XrayRuntime,
  actor: UserActor,
  ground: PhoneGround,
  { first, all, rows, recipient }: Shown,
): Promise<Xray> {
  const { facts, batch } = first;
  const { message, tenant, payerPath } = ground.found;
  const [credit, ahead] = await Promise.all([
    batch ? readCredit(rt.db, batch.id) : [],
    waitsSince(first) ? readAhead(rt.db, waitsSince(first)!) : null,
  ]);
  const told = phoneSteps({
    ...{ facts, verdict: first.verdict, message, batch, credit, ahead, earlier: rows.slice(1).toReversed() },
    ...{ living: ground.watch.living, pass: ground.watch.pass },
    // What of a key may be shown, and to whom: not to those who only spend from it.
    key: { isOwn: tenant.hasKey, ending: isSelfOrBelow(payerPath, actor.org.path) ? tenant.keyHint : null },
  });
  const known = all.map((one) => knownOf(one.facts, one.verdict));
  return {
    subject: { kind: "phone", id: message.id, recipient },
    ...saidOf(actor, ground, first),
    layers: first.verdict.layers,
    ...told,
    // Of a whole message only what is certain of everybody, and all that isn't of somebody.
    known: (known[0] ?? []).filter((key) => known.every((keys) => keys.includes(key))),
    unknown: [...new Set(all.flatMap((one) => unknownOf(one.facts)))],
    groups: [],
    now: ground.now.toISOString(),
  };
}

/** What may be done about it, by whom: what is the payer's where it pays, the rest where the message belongs. */
function fixFor(actor: UserActor, { found }: PhoneGround, { facts }: Judged, id: FixId): Xray["fix"] {
  const { message, orgPath, payerPath } = found;
  const may = (action: Action) => can(actor, action, /^(tenant|credit|sender)\./.test(action) ? payerPath : orgPath);
  const place = { tenant: message.tenantId, message: message.id, ...(facts.batch && { batch: facts.batch.id }) };
  return xrayFix(id, place, may);
}

/** Its place in the queue counts as long as nobody has it and it may go now. */
function waitsSince({ facts, batch }: PhoneCase): { id: number; availableAt: Date } | null {
  if (!batch || !isOpen(facts) || batch.availableAt === null || batch.availableAt > facts.now) return null;
  if (batch.heldReason !== null || facts.tenant.parkReason !== null) return null;
  if (batch.leaseUntil !== null && batch.leaseUntil > facts.now) return null;
  return { id: batch.id, availableAt: batch.availableAt };
}
