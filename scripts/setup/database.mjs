import { serverSources } from "./database-source.mjs";
import { remove } from "./files.mjs";
import { startPrivateServer } from "./private-server.mjs";
import { SetupError } from "./steps.mjs";
import { memoryDir, temporaryDir } from "./temporary.mjs";

/** What a person can do when no server could be had, and what was tried. */
export function noDatabase(problems) {
  return new SetupError(
    [
      "데이터베이스를 준비하지 못했어요. 아래 가운데 하나를 해 주세요. (No database could be prepared. Do one of these.)",
      "  1. 이미 있는 서버 쓰기 / use a server you have:  DATABASE_URL=mysql://user:password@host:3306/dochak npm run demo",
      "  2. Debian·Ubuntu:  sudo apt-get install mariadb-server-core mariadb-client-core",
      "  3. macOS:  brew install mariadb",
      "  4. 가진 실행 파일 쓰기 / use a binary you have:  MYSQLD_BIN=/path/to/mariadbd npm run demo",
      "  5. Docker를 켜기 / start Docker",
      ...problems.map((problem) => `  · ${problem}`),
    ].join("\n"),
  );
}

/**
 * A running private server from the first source that yields one that starts.
 * @param {{ dir: string, database: string, durable: boolean, env?: Record<string, string | undefined>, say?: (text: string) => void, signal?: AbortSignal }} options
 */
export async function privateServer({ dir, database, durable, env = process.env, say = () => {}, signal }) {
  const problems = [];
  for (const { name, says, find } of serverSources(env)) {
    if (says && !(name === "docker")) say(says);
    const server = await find(signal);
    if (signal?.aborted) break;
    if (!server) continue;
    if (server.problem) {
      problems.push(server.problem);
      continue;
    }
    try {
      const started = await (server.start ?? startPrivateServer)({ dir, server, database, durable, signal });
      return {
        ...started,
        about: server.version
          ? `${server.flavour === "mariadb" ? "MariaDB" : "MySQL"} ${server.version}`
          : "MariaDB (Docker)",
      };
    } catch (error) {
      // Neither a full disk nor a directory that is in use gets better with another server.
      if (error instanceof SetupError) throw error;
      problems.push(`${server.binary ?? name}: ${error.message}`);
    }
  }
  throw noDatabase(problems);
}

/**
 * A server for tests: TEST_DATABASE_URL, else DATABASE_URL's server, else one that is forgotten afterwards. Tests make
 * and drop only databases named `…_test_<n>` on it (rulings 31).
 */
export async function testServer({ env = process.env, say, signal } = {}) {
  const given = env.TEST_DATABASE_URL || env.DATABASE_URL;
  if (given) return { url: given, about: new URL(given).host, exited: new Promise(() => {}), stop: async () => {} };
  const inMemory = memoryDir("test-db");
  const quick = inMemory && (await forgetfulServer(inMemory, { env, say, signal }).catch(() => null));
  return quick || forgetfulServer(temporaryDir("test-db"), { env, say, signal });
}

async function forgetfulServer(dir, options) {
  try {
    const server = await privateServer({ dir, database: "dochak_test", durable: false, ...options });
    return {
      ...server,
      async stop() {
        await server.stop();
        remove(dir);
      },
    };
  } catch (error) {
    remove(dir);
    throw error;
  }
}
