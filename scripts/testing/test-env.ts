import { type Env, parseEnv } from "@/lib/env/schema";

/** An environment as the program would have checked it at its start, with keys nobody uses. */
export const testEnv = (over: Record<string, string> = {}): Env =>
  parseEnv({
    DATABASE_URL: "mysql://nobody@127.0.0.1/none",
    APP_ORIGIN: "https://dochak.example",
    NEXTAUTH_SECRET: "n".repeat(40),
    CRON_SECRET: "c".repeat(40),
    LOOKUP_KEY: "l".repeat(40),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    ...over,
  });
