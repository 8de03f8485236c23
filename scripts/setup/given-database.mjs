import { isSupported, readVersion } from "./server-binary.mjs";
import { SetupError } from "./steps.mjs";

/** `host:port/name` of a database address, for people; never the password. */
export const shownAddress = (url) => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

/** The parsed address, or a clear failure. */
export function checkAddress(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === "mysql:" && /^\/[\w$-]+$/.test(parsed.pathname)) return parsed;
  throw new SetupError(
    "DATABASE_URL 은 mysql://사용자:암호@호스트:3306/이름 꼴이어야 해요.\n(DATABASE_URL must look like mysql://user:password@host:3306/name.)",
  );
}

/**
 * Makes the database of the address when the server hasn't got it, and says what server it is. Needs the installed
 * packages.
 * @param {string} url
 * @param {{ forDemo?: boolean }} [options] forDemo: refuse, before anything is written, a database with data in it
 * that isn't the demo's (rulings 31)
 */
export async function ensureDatabase(url, { forDemo = false } = {}) {
  const address = checkAddress(url);
  try {
    const connection = await connectTo(address, address.pathname.slice(1));
    try {
      const [rows] = await connection.query("select version() as version");
      if (forDemo && !(await isEmptyOrDemo(connection))) throw foreign(url);
      return { url, remark: `${shownAddress(url)} · ${remarkOn(rows[0].version)}` };
    } finally {
      await connection.end();
    }
  } catch (error) {
    throw error instanceof SetupError ? error : unreachable(url, error);
  }
}

async function isEmptyOrDemo(connection) {
  const [rows] = await connection.query(
    "select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'",
  );
  const tables = rows.map(({ name }) => name).filter((name) => name !== "__drizzle_migrations");
  if (tables.includes("app_meta")) {
    const [marks] = await connection.query("select 1 from app_meta where `key` = 'demo'").catch(() => [[]]);
    if (marks.length > 0) return true;
  }
  for (const table of tables) {
    const [found] = await connection.query(`select 1 from ${connection.escapeId(table)} limit 1`);
    if (found.length > 0) return false;
  }
  return true;
}

/** Drops a database of a test run; its name has to say so (rulings 31). */
export async function dropTestDatabase(url) {
  const address = new URL(url);
  const name = address.pathname.slice(1);
  if (!/_test_\d+$/.test(name)) throw new Error(`${name} is not a test database`);
  const { default: mysql } = await import("mysql2/promise");
  address.pathname = "/";
  const connection = await mysql.createConnection({ uri: address.href });
  await connection.query(`drop database if exists \`${name}\``);
  await connection.end();
}

async function connectTo(address, name) {
  const { default: mysql } = await import("mysql2/promise");
  try {
    return await mysql.createConnection({ uri: address.href, connectTimeout: 10_000 });
  } catch (error) {
    if (error.errno !== 1049) throw error;
  }
  const server = new URL(address);
  server.pathname = "/";
  const connection = await mysql.createConnection({ uri: server.href, connectTimeout: 10_000 });
  await connection.query(
    `create database if not exists \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`,
  );
  return connection;
}

function remarkOn(version) {
  const seen = readVersion(`Ver ${version}`);
  const known = /tidb|aurora/i.test(version) || (seen && isSupported(seen));
  return known ? version : `${version} — MySQL 8.4+, MariaDB 10.11+ 에서 확인했어요 (older than supported)`;
}

const CAUSES = {
  ECONNREFUSED: "그 주소에서 응답하는 서버가 없어요. (connection refused)",
  ENOTFOUND: "호스트 이름을 찾을 수 없어요. (host not found)",
  ETIMEDOUT: "응답이 없어요. (timed out)",
  ER_ACCESS_DENIED_ERROR: "사용자 이름이나 암호가 맞지 않아요. (access denied)",
  ER_DBACCESS_DENIED_ERROR: "이 사용자는 그 데이터베이스를 만들거나 쓸 수 없어요. (no privilege on the database)",
};
const unreachable = (url, error) =>
  new SetupError(
    `DATABASE_URL 의 데이터베이스(${shownAddress(url)})를 쓸 수 없어요: ${CAUSES[error.code] ?? error.message}\n(The database of DATABASE_URL cannot be used.)`,
  );
const foreign = (url) =>
  new SetupError(
    `데이터베이스 ${shownAddress(url)} 에 데모가 아닌 자료가 있어서 아무것도 바꾸지 않았어요. DATABASE_URL 을 빈 데이터베이스로 정해 주세요.\n(This database holds data that isn't the demo's; nothing was changed. Point DATABASE_URL at an empty one.)`,
  );
