import { signInDoor } from "@/lib/http/sign-in-door";

export { signInDoor as GET, signInDoor as POST };
