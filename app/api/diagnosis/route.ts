import * as z from "zod";
import { probeNow } from "@/lib/diagnosis/probe-now";
import { readDiagnosis } from "@/lib/diagnosis/read-diagnosis";
import { withoutDatabase } from "@/lib/http/diagnosis-route";
import { route } from "@/lib/http/route";

const Nothing = z.strictObject({});

/** How the four layers do; nothing is asked. */
export const GET = withoutDatabase(route(Nothing, readDiagnosis));
/** The same, after looking now. */
export const POST = withoutDatabase(route(Nothing, probeNow));

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
