import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createDb } from "@/db/client";
import { demoAccounts } from "@/db/seed/people";
import { ForeignDatabase, seedDemo } from "@/db/seed/seed-demo";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { ageOnDisk, seedTools } from "./seed-tools";

const { values: options } = parseArgs({
  options: {
    reset: { type: "boolean", default: false },
    accounts: { type: "string" },
    "sandbox-url": { type: "string" },
  },
});

const { DATABASE_URL: url, ENCRYPTION_KEYS, LOOKUP_KEY } = process.env;
if (!url || !ENCRYPTION_KEYS || !LOOKUP_KEY) {
  const missing = Object.entries({ DATABASE_URL: url, ENCRYPTION_KEYS, LOOKUP_KEY }).find(([, value]) => !value)?.[0];
  console.error(`${missing} 이(가) 없어요. 데모를 심을 곳의 환경을 정해 주세요. (${missing} is not set.)`);
  process.exit(1);
}

const sandboxUrl = options["sandbox-url"] ?? process.env.SANDBOX_URL ?? "http://127.0.0.1:4010";

const directory = process.env.STORAGE_DIR ?? ".data/storage";
const storage = createLocalDisk(directory);
const db = createDb(url, 4);
try {
  const told = await seedDemo(db, seedTools(storage, { ENCRYPTION_KEYS, LOOKUP_KEY }, ageOnDisk(directory)), {
    sandboxUrl,
    reset: options.reset,
  });
  console.log(
    told
      ? "데모 이야기를 심었어요. (The demo's story is in.)"
      : "데모 이야기가 이미 있어요. 그대로 둬요. (Already there.)",
  );
  if (options.accounts)
    writeFileSync(options.accounts, `${JSON.stringify(demoAccounts(), null, 2)}\n`, { mode: 0o600 });
} catch (error) {
  if (!(error instanceof ForeignDatabase)) throw error;
  console.error(
    "이 데이터베이스에는 데모가 아닌 자료가 있어서 손대지 않았어요. 빈 데이터베이스를 DATABASE_URL 로 정해 주세요.\n" +
      "(This database holds data that isn't the demo's, so nothing was changed. Point DATABASE_URL at an empty one.)",
  );
  process.exitCode = 1;
} finally {
  await db.close();
}
