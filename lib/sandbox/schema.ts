import * as z from "zod";
import { rowId as id } from "@/lib/orgs/query-fields";
import { FaultInput, faultKinds } from "@/lib/transports/sandbox-faults";

/** A room of the stand-in, by the id of its row. */
export const SandboxRoomInput = z.strictObject({ id });
export const SandboxImageInput = z.strictObject({ id, sha256: z.string().regex(/^[0-9a-f]{64}$/) });
/** What shall go wrong in one room; replaces what of the same kind is on there. */
export const SandboxFaultInput = FaultInput.omit({ roomId: true }).extend({ id });
/** One kind in one room, or every kind without `kind`. */
export const SandboxFaultEnd = z.strictObject({ id, kind: z.enum(faultKinds, { error: "badValue" }).optional() });
