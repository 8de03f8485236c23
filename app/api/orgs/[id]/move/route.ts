import { route } from "@/lib/http/route";
import { previewMove } from "@/lib/orgs/preview-move";
import { MoveQuestion } from "@/lib/orgs/schema";

export const GET = route(MoveQuestion, previewMove);
