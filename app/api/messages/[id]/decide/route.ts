import { decideBatch } from "@/lib/batches/decide-batch";
import { DecideInput } from "@/lib/batches/schema";
import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";

export const POST = route(DecideInput, nudged(decideBatch));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
