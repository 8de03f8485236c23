import { health } from "@/lib/http/health";

export const dynamic = "force-dynamic";
export const GET = health;

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
