import { route } from "@/lib/http/route";
import { endSession } from "@/lib/orgs/end-session";
import { BySessionId } from "@/lib/orgs/schema";

export const DELETE = route(BySessionId, endSession);
