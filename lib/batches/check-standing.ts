import type { HoldReason } from "./hold-reasons";

export type StandingFacts = {
  now: Date;
  channel: string;
  tenantIsActive: boolean;
  sender: { status: string; expiresAt: Date | null } | null;
  templateId: number | null;
  templateStatus: string | null;
  /** Whether the message was accepted for the simulator, and whether this process speaks with it. */
  messageIsSandbox: boolean;
  isSimulator: boolean;
};

/**
 * What has changed since a message was accepted and forbids sending it now (D-12, D-17); null where it may go. The sender
 * is never replaced by another.
 */
export function blockOf(facts: StandingFacts): HoldReason | null {
  if (facts.messageIsSandbox !== facts.isSimulator) return "mode_changed";
  if (!facts.tenantIsActive) return "messaging_inactive";
  const { sender, now } = facts;
  const isVerified = sender?.status === "verified" && (sender.expiresAt === null || sender.expiresAt > now);
  if (!isVerified) return "sender_unregistered";
  if (facts.channel === "alimtalk" && facts.templateId !== null && facts.templateStatus !== "APPROVED")
    return "template_not_approved";
  return null;
}
