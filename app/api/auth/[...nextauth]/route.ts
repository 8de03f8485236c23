import { signInDoor } from "@/lib/http/sign-in-door";

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
export { signInDoor as GET, signInDoor as POST };
