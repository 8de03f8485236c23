import { route } from "@/lib/http/route";
import { inviteAgain } from "@/lib/orgs/invite-again";
import { ById } from "@/lib/orgs/schema";

export const POST = route(ById, inviteAgain, 201);
