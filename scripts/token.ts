import { parseArgs } from "node:util";
import { createDb, databaseNow } from "@/db/client";
import { createToken } from "@/lib/orgs/create-token";
import { findUserByMbId } from "@/lib/orgs/people-queries";
import { TokenInput } from "@/lib/orgs/schema";

const USAGE = "npm run token -- --user <아이디> [--name <이름>] [--days <며칠>]";

/** Says it on stderr in both languages: stdout is the token's alone. */
function refuse(korean: string, english: string): never {
  console.error(`${korean}\n(${english})\n${USAGE}`);
  process.exit(1);
}

const { values: given } = parseArgs({
  options: { user: { type: "string" }, name: { type: "string", default: "npm run token" }, days: { type: "string" } },
  strict: false,
});
if (typeof given.user !== "string" || !given.user)
  refuse("누구의 토큰인지 --user 로 알려 주세요.", "Say whose token it is with --user.");
const input = TokenInput.safeParse({
  name: given.name,
  ...(given.days !== undefined && { expiresInDays: Number(given.days) }),
});
if (!input.success)
  refuse("--name 은 60자까지, --days 는 1부터 3650까지예요.", "--name has up to 60 characters, --days is 1 to 3650.");

const url = process.env.DATABASE_URL;
if (!url) refuse("DATABASE_URL 이 없어요.", "DATABASE_URL is not set.");
const db = createDb(url, 2);
try {
  const user = await findUserByMbId(db, given.user);
  if (!user) refuse(`${given.user}: 그런 아이디가 없어요.`, "There is no such user.");
  if (user.status !== "active") refuse(`${given.user}: 쉬는 사람이에요.`, "This user is disabled.");
  const rt = { db, clock: () => databaseNow(db) };
  const { token } = await createToken(rt, { kind: "system", job: "script" }, { ...input.data, forUserId: user.id });
  console.log(token);
} finally {
  await db.close();
}
