import { route } from "@/lib/http/route";
import { changePassword } from "@/lib/orgs/change-password";
import { PasswordChange } from "@/lib/orgs/schema";

export const PUT = route(PasswordChange, changePassword);
