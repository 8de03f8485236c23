// Use: node --import ./scripts/setup/demo-env.mjs script. Without DATABASE_URL the script works on the demo.
import path from "node:path";
import { readEnvFile } from "./env-file.mjs";
import { DATA } from "./files.mjs";
import { accepts } from "./ports.mjs";

if (!process.env.DATABASE_URL) {
  const demo = readEnvFile(path.join(DATA, "demo.env"));
  for (const [key, value] of Object.entries(demo)) process.env[key] ??= value;
  if (!demo.DATABASE_URL)
    refuse("DATABASE_URL 이 없고 데모도 아직 없어요.", "DATABASE_URL is not set and there is no demo yet.");
  const { hostname, port } = new URL(demo.DATABASE_URL);
  if (!(await accepts(Number(port || 3306), hostname, 2000))) refuse("데모가 꺼져 있어요.", "The demo is not running.");
}

function refuse(korean, english) {
  console.error(
    `${korean} 다른 터미널에서 npm run demo 를 먼저 실행하거나 DATABASE_URL 을 정해 주세요.\n(${english} Start npm run demo first, or set DATABASE_URL.)`,
  );
  process.exit(1);
}
