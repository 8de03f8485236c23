import { migrateDatabase } from "@/db/migrate";

const url = process.env.DATABASE_URL;
if (!url) {
  console.error("DATABASE_URL 이 없어요. 옮길 데이터베이스를 정해 주세요. (DATABASE_URL is not set.)");
  process.exit(1);
}
await migrateDatabase(url);
