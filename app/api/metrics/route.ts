import { metrics } from "@/lib/http/metrics";

export const dynamic = "force-dynamic";
export const GET = metrics;

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
