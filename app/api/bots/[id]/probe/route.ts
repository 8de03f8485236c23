import { route } from "@/lib/http/route";
import { probeBot } from "@/lib/rooms/probe-bot";
import { OneInput } from "@/lib/rooms/schema";

export const POST = route(OneInput, probeBot);
