import * as z from "zod";
import { route } from "@/lib/http/route";
import { listRooms } from "@/lib/sandbox/list-rooms";

export const GET = route(z.strictObject({}), listRooms);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
