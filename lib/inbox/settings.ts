import * as z from "zod";
import { type InboxOutcome, type InboxReach, inboxOutcomes, inboxReaches } from "@/db/enums";

/** What a person wants to be told of. */
export type InboxSettings = { reach: InboxReach; outcomes: InboxOutcome[] };

/** Quiet by default: the own organisation, and only what may need somebody. */
export const defaultSettings: InboxSettings = { reach: "org", outcomes: ["failed", "unknown", "missed"] };

export const InboxSettingsInput = z.strictObject({
  reach: z.enum(inboxReaches, { error: "badChoice" }),
  outcomes: z.array(z.enum(inboxOutcomes, { error: "badChoice" })).max(inboxOutcomes.length, { error: "badChoice" }),
});

/** Until when the inbox has been looked through. */
export const InboxSeenInput = z.strictObject({ until: z.iso.datetime({ error: "badDateTime" }) });
