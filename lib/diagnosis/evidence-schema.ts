import * as z from "zod";
import { rowId as id } from "@/lib/orgs/query-fields";

const format = z.enum(["zip", "json"], { error: "badValue" }).default("zip");

/** `?recipient=` one of the message's rows; `?format=json` instead of the archive. */
export const MessageEvidenceInput = z.strictObject({ id, recipient: id.optional(), format });
export type MessageEvidenceInput = z.output<typeof MessageEvidenceInput>;

export const RunEvidenceInput = z.strictObject({ id, format });
export type RunEvidenceInput = z.output<typeof RunEvidenceInput>;
