import NextAuth from "next-auth";
import { authOptions } from "@/lib/http/auth-options";

type Context = { params: Promise<{ nextauth: string[] }> };

// next-auth reads NEXTAUTH_URL at call time; wiring sets nothing global, so the options are made per request.
const handler = (request: Request, context: Context) => NextAuth(authOptions())(request, context);

export { handler as GET, handler as POST };
