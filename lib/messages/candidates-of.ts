import "server-only";
import type { Executor } from "@/db/client";
import { narrowed, type OrgScope } from "@/lib/access/scope";
import { type AudienceMember, audienceOf } from "@/lib/customers/audience";
import { adConsentOf, matchPhones, optedOutAmong, type PhoneFacts } from "@/lib/customers/match-phones";
import { phoneKey } from "@/lib/customers/phone-key";
import { openPhone } from "@/lib/customers/sealed-phone";
import { shownNumber } from "@/lib/customers/shown-number";
import type { Env } from "@/lib/env/schema";
import { maskNumber, normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { refusal } from "./reasons";
import { type Candidate, phoneReasons } from "./recipients";
import { RECIPIENTS_MAX, type RecipientInput, type SendRequest } from "./schema";
import { ownVariables, variablesOf } from "./template";

/** A candidate with the number a row needs: sealed already where it comes from a customer, typed where a person gave it. */
export type Addressee = Candidate & {
  key: Buffer | null;
  sealedPhone: Buffer | null;
  digits: string | null;
  /** As it came in; null for a customer. Never to a log, an answer or a page. */
  typed: string | null;
  last4: string | null;
};

/** How a number may be shown: what was typed masked, of a customer the end. Found when asked for: of most nobody asks. */
export function shownOf({ digits, typed, last4 }: Addressee): string {
  if (digits !== null) return maskNumber(digits);
  if (typed !== null) return maskNumber(typed.replace(/\D/g, ""));
  return last4 ? shownNumber(last4) : "";
}

type Keys = Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
type Order = {
  scope: OrgScope;
  /** Of the organisation whose message it is: consent to its advertisements is given to it or to one below it. */
  orgPath: string;
  tenantId: number;
  request: SendRequest;
  rawBody: string;
};

/**
 * Everybody a request names, in its order: customers by id, by list and by filter, then typed numbers. A customer who
 * was asked for by id and isn't there, or isn't ours, is a candidate too and will say so (S3-07); someone found twice comes once.
 * @throws AppError invalid (400, too_many_recipients)
 */
export async function candidatesOf(db: Executor, keys: Keys, order: Order): Promise<Addressee[]> {
  const members = await membersOf(db, keys, order);
  const { recipients } = order.request;
  if (members.length + recipients.length > RECIPIENTS_MAX) throw tooMany();
  const typed = recipients.map((one, i) => typedCandidate(keys, one, members.length + i));
  await addFacts(db, order, typed);
  return [...members, ...typed];
}

const tooMany = () => refusal("too_many_recipients", { params: { maximum: RECIPIENTS_MAX } });

async function membersOf(db: Executor, { LOOKUP_KEY }: Keys, { scope, orgPath, tenantId, request }: Order) {
  const { customerIds, listIds, customerFilter } = request;
  const found: AudienceMember[] = [];
  if (customerIds.length + listIds.length === 0 && !customerFilter) return [];
  const asked = { customerIds, listIds, ...(customerFilter && { filter: customerFilter }) };
  for await (const chunk of audienceOf(db, scope, LOOKUP_KEY, asked)) {
    found.push(...chunk);
    if (found.length > RECIPIENTS_MAX) throw tooMany();
  }
  const keys = found.flatMap((member) => member.phoneKey ?? []);
  const isAd = request.purpose === "ad";
  const refused = isAd ? await optedOutAmong(db, tenantId, keys) : new Set<string>();
  // Who acts for an organisation below sees more customers than those who agreed to that one's advertisements.
  const agreed = isAd && scope.path !== orgPath ? await adConsentOf(db, orgPath, idsOf(found)) : null;
  const members = agreed
    ? found.map((member) => ({ ...member, adConsent: member.adConsent && agreed.has(member.customerId) }))
    : found;
  const there = new Set(found.map((member) => member.customerId));
  const absent = [...new Set(customerIds)].filter((id) => !there.has(id));
  return [
    ...members.map((member, ordinal) => memberCandidate(member, ordinal, refused)),
    ...absent.map((_, i) => absentCandidate(found.length + i)),
  ];
}

const idsOf = (members: readonly AudienceMember[]) => members.map(({ customerId }) => customerId);

function memberCandidate(member: AudienceMember, ordinal: number, refused: ReadonlySet<string>): Addressee {
  const phoneId = member.phoneKey?.toString("hex") ?? null;
  return {
    ordinal,
    customerId: member.customerId,
    name: member.name,
    variables: ownVariables(member.name, null),
    phoneId,
    phoneReason: phoneId === null ? "phone_missing" : null,
    deleted: member.deleted,
    adConsent: member.adConsent,
    nightConsent: member.nightConsent,
    optedOut: phoneId !== null && refused.has(phoneId),
    key: member.phoneKey,
    sealedPhone: member.phone,
    digits: null,
    typed: null,
    last4: member.phoneLast4,
  };
}

const nobody = {
  customerId: null,
  name: null,
  phoneId: null,
  adConsent: false,
  nightConsent: false,
  optedOut: false,
  key: null,
  sealedPhone: null,
  digits: null,
  last4: null,
};

const absentCandidate = (ordinal: number): Addressee => ({
  ...nobody,
  ordinal,
  variables: {},
  phoneReason: null,
  deleted: true,
  typed: null,
});

function typedCandidate(keys: Keys, { phone, name, variables }: RecipientInput, ordinal: number): Addressee {
  const reading = normaliseKoreanNumber(phone);
  const typed = phone ?? "";
  const own = { ...nobody, ordinal, name, variables: ownVariables(name, variables ?? null), deleted: false, typed };
  if (reading.kind === "refused") return { ...own, phoneReason: phoneReasons[reading.reason] };
  const key = phoneKey(keys.LOOKUP_KEY, reading.number);
  return { ...own, phoneReason: null, phoneId: key.toString("hex"), key, digits: reading.number };
}

/**
 * What our customers' rows know of typed numbers, asked only where it decides something: consent and refusal of an
 * advertisement, and a name the text calls for and nobody typed.
 */
async function addFacts(db: Executor, order: Order, typed: Addressee[]): Promise<void> {
  const { scope, orgPath, tenantId, request, rawBody } = order;
  const callsByName = variablesOf(rawBody).some((name) => name === "이름" || name === "name");
  const isAsked = (one: Addressee) => one.key && (request.purpose === "ad" || (callsByName && one.name === null));
  const asked = typed.filter(isAsked);
  if (asked.length === 0) return;
  const facts = await matchPhones(
    db,
    request.purpose === "ad" ? narrowed(scope, orgPath) : scope,
    tenantId,
    asked.flatMap((one) => one.key ?? []),
  );
  for (const one of asked) {
    const known = one.phoneId === null ? undefined : facts.get(one.phoneId);
    if (known) addKnown(one, known);
  }
}

function addKnown(one: Addressee, { name, ...known }: PhoneFacts): void {
  const { customerId, adConsent, nightConsent, optedOut } = known;
  Object.assign(one, { customerId, adConsent, nightConsent, optedOut });
  if (one.name !== null || name === null) return;
  one.name = name;
  one.variables = ownVariables(name, one.variables);
}

/** What `recipient_numbers` keeps: every number as it came in, in order, null where there never was one (S0-19). */
export const numbersOf = (keys: Keys, everyone: readonly Addressee[]): (string | null)[] =>
  everyone.map(({ typed, key, sealedPhone }) => {
    if (typed !== null) return typed;
    return key && sealedPhone ? openPhone(keys, { phoneKey: key, phone: sealedPhone }) : null;
  });
