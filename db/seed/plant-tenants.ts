import type { Executor } from "../client";
import { customerListMembers, customerLists, customers, optOuts } from "../schema/customers";
import { messageTemplates } from "../schema/schedules";
import { tenantSenders, tenants } from "../schema/tenants";
import { everyCustomer, storyCustomers, storyLists } from "./customers";
import { orgBySlug } from "./organisations";
import { storyPeople } from "./people";
import { STORY_PF_ID, storyAlimtalk, storyPrices, storyTenants } from "./tenants";
import type { SeedTools } from "./tools";

const orgId = (slug: string): number => orgBySlug.get(slug)!.id;
const userId = (mbId: string): number => storyPeople.find((person) => person.mbId === mbId)!.id;
const MONTH_MS = 30 * 86_400_000;

/** Accounts that pay, their sender numbers, and the channel's Alimtalk templates. Credit comes with the ledger. */
export async function plantTenants(tx: Executor, createdAt: Date, now: Date, tools: SeedTools): Promise<void> {
  const times = { createdAt, updatedAt: createdAt };
  await tx.insert(tenants).values(
    storyTenants.map(({ id, org, code, senders, adSenderName, optOutNumber, ownKey }) => ({
      id,
      orgId: orgId(org),
      code,
      messagingSender: senders[0]!.number,
      ...storyPrices,
      kakaoPfId: STORY_PF_ID,
      adSenderName,
      optOutNumber,
      ...(ownKey && tools.ownSolapiKey(id)),
      ...times,
    })),
  );
  await tx.insert(tenantSenders).values(
    storyTenants.flatMap(({ id, org, senders }) =>
      senders.map(({ number, label, status }) => ({
        tenantId: id,
        number,
        label,
        status: status ?? ("verified" as const),
        requestedBy: userId(org),
        ...times,
        ...(status === undefined && { decidedBy: userId("hq"), verifiedAt: createdAt }),
        ...(status === "expired" && { expiresAt: new Date(now.getTime() - MONTH_MS) }),
      })),
    ),
  );
  await tx.insert(messageTemplates).values(
    storyAlimtalk.map(({ templateId, name, body, status, ...rest }) => ({
      orgId: orgId("hq"),
      kind: "alimtalk" as const,
      name,
      body,
      variables: [...new Set([...body.matchAll(/#\{([^}]+)\}/g)].map((match) => match[1]!))],
      solapiTemplateId: templateId,
      solapiStatus: status,
      solapiReason: "reason" in rest ? rest.reason : null,
      solapiCheckedAt: createdAt,
      createdBy: userId("hq"),
      ...times,
    })),
  );
}

/** The shops' customers with what they consented to, saved lists, and who refused. */
export async function plantCustomers(tx: Executor, createdAt: Date, tools: SeedTools): Promise<void> {
  const times = { createdAt, updatedAt: createdAt };
  const sealed = new Map(everyCustomer.map(({ id, digits }) => [id, digits === null ? null : tools.sealPhone(digits)]));
  await tx.insert(customers).values(
    everyCustomer.map(({ id, org, code, name, adConsent, nightConsent, memo }) => ({
      id,
      orgId: orgId(org),
      code,
      name,
      ...(sealed.get(id) ?? {}),
      memo: memo ?? null,
      adConsent,
      ...(adConsent && { adConsentAt: createdAt, adConsentVia: "매장 가입 신청서" }),
      nightConsent,
      ...(nightConsent && { nightConsentAt: createdAt }),
      ...times,
    })),
  );
  const lists = storyLists.map((list, i) => ({ id: i + 1, ...list, people: storyCustomers.filter(list.members) }));
  await tx.insert(customerLists).values(
    lists.map(({ id, org, by, name, people }) => ({
      id,
      orgId: orgId(org),
      name,
      size: people.length,
      createdBy: userId(by),
      ...times,
    })),
  );
  await tx
    .insert(customerListMembers)
    .values(lists.flatMap(({ id, people }) => people.map((person) => ({ listId: id, customerId: person.id }))));
  await tx.insert(optOuts).values(
    storyCustomers.flatMap(({ id, org, optedOut }) => {
      const phone = sealed.get(id);
      return optedOut && phone
        ? [{ tenantId: tenantOf(org), ...phone, source: "recipient" as const, note: "080 수신거부", createdAt }]
        : [];
    }),
  );
}

/** The account a shop's messages are paid from: its own, or the nearest above it. */
export function tenantOf(slug: string): number {
  for (let org = orgBySlug.get(slug); org; org = org.parent === null ? undefined : orgBySlug.get(org.parent)) {
    const own = storyTenants.find((tenant) => tenant.org === org?.slug);
    if (own) return own.id;
  }
  throw new Error(`nobody pays for ${slug}`);
}
