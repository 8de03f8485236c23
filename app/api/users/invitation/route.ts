import { openRoute } from "@/lib/http/open-route";
import { acceptInvitation } from "@/lib/orgs/accept-invitation";
import { readInvitation } from "@/lib/orgs/read-invitation";
import { InvitationAnswer, InvitationQuestion } from "@/lib/orgs/schema";

export const POST = openRoute(InvitationQuestion, readInvitation);
export const PUT = openRoute(InvitationAnswer, acceptInvitation);

export { noSuchRoute as DELETE, noSuchRoute as GET, noSuchRoute as PATCH } from "@/lib/http/no-such-route";
