import "server-only";
import { type Env, parseEnv } from "./schema";

let memo: Env | undefined;

/** The validated environment, read on first use so that a build needs no secrets. Throws what parseEnv throws. */
export function env(): Env {
  memo ??= parseEnv(process.env);
  return memo;
}
