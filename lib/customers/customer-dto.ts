import type { customers } from "@/db/schema/customers";
import { shownNumber } from "./shown-number";

export type CustomerDto = {
  id: number;
  orgId: number;
  orgName: string;
  /** Unique in its organisation; made from the number where nobody gave one. */
  code: string;
  name: string;
  /** Masked; null where there is no usable one. */
  phone: string | null;
  phoneState: "usable" | "missing";
  memo: string | null;
  adConsent: boolean;
  adConsentAt: string | null;
  /** Where or how they consented: the evidence. */
  adConsentVia: string | null;
  nightConsent: boolean;
  nightConsentAt: string | null;
  /** Refused messages of whoever sends for their organisation. */
  optedOut: boolean;
  version: number;
  updatedAt: string;
};

type Row = Pick<
  typeof customers.$inferSelect,
  | "id"
  | "orgId"
  | "code"
  | "name"
  | "phoneLast4"
  | "memo"
  | "adConsent"
  | "adConsentAt"
  | "adConsentVia"
  | "nightConsent"
  | "nightConsentAt"
  | "version"
  | "updatedAt"
> & { orgName: string };

/** Field by field, so that nothing of the number but its last four digits ever leaves. */
export const toCustomerDto = (row: Row, optedOut: boolean): CustomerDto => ({
  id: row.id,
  orgId: row.orgId,
  orgName: row.orgName,
  code: row.code,
  name: row.name,
  phone: row.phoneLast4 === null ? null : shownNumber(row.phoneLast4),
  phoneState: row.phoneLast4 === null ? "missing" : "usable",
  memo: row.memo,
  adConsent: row.adConsent,
  adConsentAt: row.adConsentAt?.toISOString() ?? null,
  adConsentVia: row.adConsentVia,
  nightConsent: row.nightConsent,
  nightConsentAt: row.nightConsentAt?.toISOString() ?? null,
  optedOut,
  version: row.version,
  updatedAt: row.updatedAt.toISOString(),
});
