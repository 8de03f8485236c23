import { route } from "@/lib/http/route";
import { clearRoom } from "@/lib/sandbox/clear-room";
import { SandboxRoomInput } from "@/lib/sandbox/schema";
import { showRoom } from "@/lib/sandbox/show-room";

export const GET = route(SandboxRoomInput, showRoom);
export const DELETE = route(SandboxRoomInput, clearRoom);

export { noSuchRoute as PATCH, noSuchRoute as POST, noSuchRoute as PUT } from "@/lib/http/no-such-route";
