import { SendInput } from "@/lib/deliveries/schema";
import { sendNow } from "@/lib/dispatch/send-now";
import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";

export const POST = route(SendInput, nudged(sendNow), 201);
