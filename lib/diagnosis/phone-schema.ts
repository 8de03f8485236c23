import * as z from "zod";
import { rowId as id } from "@/lib/orgs/query-fields";

/** `?recipient=` one of the rows of the message in the path; without it all of its recipients. */
export const XrayMessageInput = z.strictObject({ id, recipient: id.optional() });
export type XrayMessageInput = z.output<typeof XrayMessageInput>;
