import { route } from "@/lib/http/route";
import { deleteView } from "@/lib/views/delete-view";
import { renameView } from "@/lib/views/rename-view";
import { RenameView, ViewId } from "@/lib/views/schema";

export const PUT = route(RenameView, renameView);
export const DELETE = route(ViewId, deleteView);

export { noSuchRoute as GET, noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
