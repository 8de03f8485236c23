import { route } from "@/lib/http/route";
import { deleteDraft } from "@/lib/messages/delete-draft";
import { getDraft } from "@/lib/messages/draft-queries";
import { DraftKey, KeepDraftInput } from "@/lib/messages/draft-schema";
import { keepDraft } from "@/lib/messages/keep-draft";

export const GET = route(DraftKey, getDraft);
export const PUT = route(KeepDraftInput, keepDraft);
export const DELETE = route(DraftKey, deleteDraft, 204);

export { noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
