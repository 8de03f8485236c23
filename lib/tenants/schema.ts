import * as z from "zod";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";
import { creditFields, decisionFields, keyFields, senderFields, tenantFields } from "./input-schema";
import { ledgerViews } from "./views";

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const dropAbsent = <T extends object>(value: T): Present<T> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;

const page = { cursor: z.string().max(300, { error: "badCursor" }).optional(), limit: pageLimit };

export const OneTenant = z.strictObject({ id: rowId });
export const TenantFilter = z.strictObject(page);
export type TenantFilter = z.output<typeof TenantFilter>;

/** What an answer carries besides; sending it back changes nothing. */
const ignored = z.unknown().optional();
const echo = {
  orgId: ignored,
  orgName: ignored,
  orgLevel: ignored,
  creditBalance: ignored,
  creditReserved: ignored,
  creditAvailable: ignored,
  usesOwnKey: ignored,
  solapiKeyHint: ignored,
  paused: ignored,
  senders: ignored,
  isOwn: ignored,
};
const { orgId: _, ...changeable } = tenantFields;

/** A change of a tenant: what is left out stays. `version` is the one the editor saw; without it the last one wins. */
export const TenantUpdate = z
  .strictObject({
    ...echo,
    ...z.object(changeable).partial().shape,
    id: rowId,
    version: z.int({ error: "badValue" }).positive({ error: "badValue" }).optional(),
  })
  .transform(
    ({ id, version, code, messagingSender, prices, messagingIsActive, kakaoPfId, adSenderName, optOutNumber }) => ({
      id,
      version,
      prices: dropAbsent(prices ?? {}),
      change: dropAbsent({ code, messagingSender, messagingIsActive, kakaoPfId, adSenderName, optOutNumber }),
    }),
  );
export type TenantUpdate = z.output<typeof TenantUpdate>;

export const LedgerFilter = z.strictObject({
  ...page,
  id: rowId,
  view: z.enum(ledgerViews, { error: "badValue" }).default("all"),
});
export type LedgerFilter = z.output<typeof LedgerFilter>;

export const SenderRequest = z.strictObject({ id: rowId, ...senderFields });
export type SenderRequest = z.output<typeof SenderRequest>;
export const SenderDecision = z.strictObject({ id: rowId, senderId: rowId, ...decisionFields });
export type SenderDecision = z.output<typeof SenderDecision>;
/** `evenSo`: also where batches under way would not be found in the other account. */
export const KeyChange = z.strictObject({
  id: rowId,
  ...keyFields,
  evenSo: z.boolean({ error: "badValue" }).default(false),
});
export type KeyChange = z.output<typeof KeyChange>;
export const CreditEntry = z.strictObject({ id: rowId, ...creditFields });
export type CreditEntry = z.output<typeof CreditEntry>;
