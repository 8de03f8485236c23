import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { createRoom } from "@/lib/rooms/create-room";
import { RoomInput } from "@/lib/rooms/input-schema";
import { listRooms } from "@/lib/rooms/queries";
import { RoomFilter } from "@/lib/rooms/schema";

export const GET = route(RoomFilter, async (rt, actor, filter) =>
  listRooms(rt.db, scopeOf(actor), filter, await rt.clock()),
);
export const POST = route(RoomInput, createRoom, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
