import * as z from "zod";
import { moment, searchText } from "@/lib/deliveries/schema";

/** Looked back without a word about time, and at most, in ms. */
export const USUAL_MS = 24 * 60 * 60_000;
export const MOST_MS = 31 * USUAL_MS;
/** Four digits are so many people's that only a short time tells them apart. */
export const LAST4_MS = 3 * USUAL_MS;

const rowId = z.coerce.number({ error: "badValue" }).int({ error: "badValue" }).positive({ error: "badValue" });

const fields = {
  /** A whole number, with hyphens or without, or its last four digits. Comes in a body only: no address holds it. */
  phone: z.string({ error: "badValue" }).max(40, { error: "badValue" }).optional(),
  messageId: rowId.optional(),
  /** A room's id, or words of its name or of a schedule's title. */
  room: searchText,
  /** A code of Solapi's or of a bot's, or a reason of ours, as it is written. */
  code: z
    .string({ error: "badValue" })
    .trim()
    .regex(/^[\w.:-]{1,60}$/, { error: "badValue" })
    .optional(),
  /** Words of an error, or of what the dictionary says of one. */
  text: searchText,
  from: moment("start").optional(),
  to: moment("end").optional(),
};

/** What somebody saw go wrong; nothing at all asks for whatever stands still. */
export const FindInput = z.strictObject(fields);
export type FindInput = z.output<typeof FindInput>;

/** The same as an address has it, without the number. */
export const FindAddress = FindInput.omit({ phone: true });
