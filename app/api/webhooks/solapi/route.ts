import { solapiWebhook } from "@/lib/http/solapi-webhook";

export const dynamic = "force-dynamic";

/** Where Solapi tells of results; registered in its console with SOLAPI_WEBHOOK_SECRET. */
export const POST = solapiWebhook;

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
