import type { PhoneChannel } from "@/db/enums";

/** Who pays and in whose name: what the page needs of a tenant. Money is decimal text. */
export type TenantChoice = {
  code: string;
  orgName: string;
  senders: readonly { number: string; label: string | null; isDefault: boolean }[];
  adSenderName: string | null;
  optOutNumber: string | null;
  isActive: boolean;
  /** Why nothing of this tenant goes out just now. */
  pausedReason: string | null;
  prices: Readonly<Record<PhoneChannel, string | null>>;
  available: string;
};

export type AlimtalkChoice = {
  id: number;
  name: string;
  body: string;
  status: string | null;
  variables: readonly string[];
};

/** What the server makes of a draft; nothing of it is stored. */
export type Preview = {
  requested: number;
  enqueued: number;
  duplicates: number;
  skipped: readonly { ordinal: number; recipient: string; name?: string | null; reason: string }[];
  channels: readonly { channel: PhoneChannel; count: number; unitPrice: string; amount: string }[];
  total: string;
  available: string;
  afterwards: string;
  blocks: readonly Remark[];
  warnings: readonly Remark[];
  samples: readonly Sample[];
};
export type Remark = { reason: string; path?: string; message?: string };
export type Sample = { recipient: string; name?: string | null; channel: PhoneChannel; text: string; bytes: number };
