import { route } from "@/lib/http/route";
import { botViewOf, listBots } from "@/lib/rooms/bot-queries";
import { createBot } from "@/lib/rooms/create-bot";
import { BotFilter, BotInput } from "@/lib/rooms/schema";

export const GET = route(BotFilter, (rt, actor, filter) => listBots(rt.db, botViewOf(actor), filter));
export const POST = route(BotInput, createBot, 201);
