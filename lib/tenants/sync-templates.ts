import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageTemplates } from "@/db/schema/schedules";
import { tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { pathIds } from "@/lib/access/org-path";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { PhoneAccount, PhoneDesk, Template } from "@/lib/transports/phone-port";
import { accountOf } from "./account-of";
import { lockTenant, refuseTenant } from "./lock-tenant";
import { templateName } from "./template-name";

export type TemplateSync = { added: number; changed: number; gone: number; total: number };

/** Solapi no longer has it. Messages that were sent with it keep it. */
export const GONE = "GONE";
const MOST_PAGES = 40;

/**
 * Reads a tenant's Alimtalk templates from Solapi with their state of review, for its organisation and all below it. Only those
 * of its own Kakao channel: an account may serve many. What Solapi no longer has is marked, never removed.
 * @throws AppError not_found; forbidden; conflict (no key, no channel, or Solapi refused: `reason` says why)
 */
export async function syncTemplates(
  rt: Pick<Runtime, "db" | "clock" | "env"> & { phone: PhoneDesk },
  actor: Actor,
  { tenantId }: { tenantId: number },
): Promise<TemplateSync> {
  await refuseTenant(rt.db, actor, tenantId, "tenant.write");
  const [tenant] = await rt.db
    .select({ id: tenants.id, solapiKey: tenants.solapiKey, kakaoPfId: tenants.kakaoPfId })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  if (!tenant) throw new AppError("not_found");
  const { kakaoPfId } = tenant;
  if (kakaoPfId === null) throw new AppError("conflict", { message: "kakaoChannelMissing" });
  const opened = accountOf(rt.env, tenant);
  if (!opened.ok) throw new AppError("conflict", { message: "solapiKeyMissing" });
  const all = await readAll(rt.phone, opened.account);
  const own = all.filter(({ channelId }) => channelId === kakaoPfId);
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const { orgId, orgPath } = await lockTenant(tx, actor, tenantId, "tenant.write");
    const { touched, ...result } = await store(tx, { orgId, orgPath }, own, now);
    if (touched > 0)
      await writeAudit(tx, actor, now, {
        action: "template.sync",
        subject: `tenant:${tenantId}`,
        orgId,
        after: result,
      });
    return result;
  });
}

type Place = { orgId: number; orgPath: string };

async function readAll(phone: PhoneDesk, account: PhoneAccount): Promise<Template[]> {
  const all: Template[] = [];
  let startKey: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await phone.templates(account, startKey);
    if (answer.kind === "refused")
      throw new AppError("conflict", { message: "solapiRefused", params: { reason: answer.reason } });
    all.push(...answer.items);
    startKey = answer.nextKey;
    if (startKey === null) break;
  }
  return all;
}

async function store(tx: Tx, { orgId, orgPath }: Place, found: readonly Template[], now: Date) {
  // What an organisation above has of the same channel is seen below anyway: it is brought up to date, not copied.
  const stored = await tx
    .select()
    .from(messageTemplates)
    .where(and(inArray(messageTemplates.orgId, pathIds(orgPath)), eq(messageTemplates.kind, "alimtalk")))
    .for("update");
  const mine = stored.filter((row) => row.orgId === orgId);
  const names = new Set(mine.map(({ name }) => name.toLowerCase()));
  let [added, changed, gone] = [0, 0, 0];
  for (const one of found) {
    const values = {
      body: one.content,
      variables: one.variables,
      solapiStatus: one.status.slice(0, 20),
      solapiReason: one.status === "REJECTED" ? (one.comment?.slice(0, 500) ?? null) : null,
    };
    const known = stored.find(({ solapiTemplateId }) => solapiTemplateId === one.templateId);
    if (known) {
      const isSame = (Object.keys(values) as (keyof typeof values)[]).every(
        (key) => JSON.stringify(known[key]) === JSON.stringify(values[key]),
      );
      if (!isSame) changed++;
      await tx
        .update(messageTemplates)
        .set({ ...values, solapiCheckedAt: now, ...(!isSame && { updatedAt: now }) })
        .where(eq(messageTemplates.id, known.id));
      continue;
    }
    const name = templateName(one.name, one.templateId, (taken) => names.has(taken.toLowerCase()));
    names.add(name.toLowerCase());
    added++;
    await tx.insert(messageTemplates).values({
      orgId,
      kind: "alimtalk",
      name,
      solapiTemplateId: one.templateId,
      ...values,
      solapiCheckedAt: now,
      createdAt: now,
      updatedAt: now,
    });
  }
  const ids = new Set(found.map(({ templateId }) => templateId));
  for (const row of mine)
    if (row.solapiTemplateId !== null && !ids.has(row.solapiTemplateId) && row.solapiStatus !== GONE) {
      gone++;
      await tx
        .update(messageTemplates)
        .set({ solapiStatus: GONE, solapiReason: null, solapiCheckedAt: now, updatedAt: now })
        .where(eq(messageTemplates.id, row.id));
    }
  return { added, changed, gone, total: found.length, touched: added + changed + gone };
}
