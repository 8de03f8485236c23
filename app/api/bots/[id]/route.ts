import { route } from "@/lib/http/route";
import { botViewOf, getBot } from "@/lib/rooms/bot-queries";
import { deleteBot } from "@/lib/rooms/delete-bot";
import { BotUpdate, DeleteInput, OneInput } from "@/lib/rooms/schema";
import { updateBot } from "@/lib/rooms/update-bot";

export const GET = route(OneInput, async (rt, actor, { id }) => getBot(rt.db, botViewOf(actor), id, await rt.clock()));
export const PUT = route(BotUpdate, updateBot);
export const DELETE = route(DeleteInput, deleteBot);

export { noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
