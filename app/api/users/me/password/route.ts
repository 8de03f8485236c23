import { route } from "@/lib/http/route";
import { changePassword } from "@/lib/orgs/change-password";
import { PasswordChange } from "@/lib/orgs/schema";

export const PUT = route(PasswordChange, changePassword);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
} from "@/lib/http/no-such-route";
