import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { deleteRoom } from "@/lib/rooms/delete-room";
import { getRoom } from "@/lib/rooms/queries";
import { DeleteInput, OneInput, RoomUpdate } from "@/lib/rooms/schema";
import { updateRoom } from "@/lib/rooms/update-room";

export const GET = route(OneInput, async (rt, actor, { id }) => getRoom(rt.db, scopeOf(actor), id, await rt.clock()));
export const PUT = route(RoomUpdate, updateRoom);
export const DELETE = route(DeleteInput, deleteRoom);

export { noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
