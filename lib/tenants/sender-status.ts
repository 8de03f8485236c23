import type { SenderStatus } from "@/db/enums";

/** Where headquarters may take a number from where it stands. Asking again is the tenant's own step back to pending. */
const NEXT: Record<SenderStatus, readonly SenderStatus[]> = {
  pending: ["verified", "rejected"],
  verified: ["revoked", "expired"],
  rejected: ["verified"],
  revoked: ["verified"],
  expired: ["verified"],
};

export const nextSenderStatuses = (from: SenderStatus): readonly SenderStatus[] => NEXT[from];

/** Staying is no step but allowed: a verified number may get another day to run out on. */
export const maySenderBecome = (from: SenderStatus, to: SenderStatus): boolean =>
  from === to || NEXT[from].includes(to);

/** Whether a tenant may ask for a number again: one that waits or works needs no asking. */
export const mayRequestAgain = (status: SenderStatus): boolean => status !== "pending" && status !== "verified";

type Dated = { status: SenderStatus; expiresAt: Date | null };

/** What a number is now: a verified one whose time is over is expired before anybody writes it down. */
export const standingOf = ({ status, expiresAt }: Dated, now: Date): SenderStatus =>
  status === "verified" && expiresAt !== null && expiresAt <= now ? "expired" : status;

/** Solapi's word for a number that may be sent from. */
export const ACTIVE_AT_PROVIDER = "ACTIVE";

/** Verified with us, and Solapi doesn't take it any more: whatever is sent from it is refused. Of one nobody asked about nothing is known. */
export const isLapsed = (sender: {
  status: SenderStatus;
  providerStatus: string | null;
  providerCheckedAt: Date | string | null;
}): boolean =>
  sender.status === "verified" && sender.providerCheckedAt !== null && sender.providerStatus !== ACTIVE_AT_PROVIDER;

/** Only these may be sent from (C-18). */
export const isUsable = (sender: Dated, now: Date): boolean => standingOf(sender, now) === "verified";
