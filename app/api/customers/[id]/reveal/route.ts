import { revealNumber } from "@/lib/customers/reveal-number";
import { RevealInput } from "@/lib/customers/schema";
import { route } from "@/lib/http/route";

export const POST = route(RevealInput, revealNumber);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
