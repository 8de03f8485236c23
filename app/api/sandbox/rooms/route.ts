import { z } from "zod";
import { route } from "@/lib/http/route";
import { listRooms } from "@/lib/sandbox/list-rooms";

export const GET = route(z.strictObject({}), listRooms);
