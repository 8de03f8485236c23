import { route } from "@/lib/http/route";
import { botViewOf, listBots } from "@/lib/rooms/bot-queries";
import { createBot } from "@/lib/rooms/create-bot";
import { BotInput } from "@/lib/rooms/input-schema";
import { BotFilter } from "@/lib/rooms/schema";

export const GET = route(BotFilter, async (rt, actor, filter) =>
  listBots(rt.db, botViewOf(actor), filter, await rt.clock()),
);
export const POST = route(BotInput, createBot, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
