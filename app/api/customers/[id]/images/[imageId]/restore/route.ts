import { restoreCustomerImage } from "@/lib/customer-images/restore-customer-image";
import { OneCustomerImage } from "@/lib/customer-images/schema";
import { route } from "@/lib/http/route";

export const POST = route(OneCustomerImage, restoreCustomerImage);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
