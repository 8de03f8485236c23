import * as z from "zod";
import { rowId } from "@/lib/orgs/query-fields";

export const muteChoices = ["hours2", "tomorrow", "stop"] as const;

export const NoInput = z.strictObject({});
/** How long an alert stays quiet: two hours, until nine o'clock tomorrow in Korea, or no longer. */
export const MuteInput = z.strictObject({ id: rowId, until: z.enum(muteChoices, { error: "badValue" }) });
export type MuteInput = z.output<typeof MuteInput>;
