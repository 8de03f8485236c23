import type { MessageLogStatus } from "@/db/enums";
import type { ProviderWord } from "@/lib/recovery/provider-word";

/** A row of ours as far as the provider's word may change it. */
export type OurRow = { status: MessageLogStatus; isInferred: boolean; providerCode: string | null };

/**
 * What a word of the provider does to a row of ours: an inference gives way to what really happened (C-05); what somebody saw is never
 * changed by itself, a person decides; what is still under way is left to the reports of its batch.
 */
export function verdictOn(ours: OurRow, theirs: Pick<ProviderWord, "status">): "same" | "apply" | "differs" | "open" {
  if (ours.isInferred) return "apply";
  if (ours.status === theirs.status) return "same";
  if (["queued", "sending"].includes(ours.status)) return "open";
  // Taken and not heard of since: it says less than any end does.
  if (theirs.status === "sent") return "same";
  if (ours.status === "sent") return "apply";
  return "differs";
}
