import { createHash, randomBytes } from "node:crypto";
import { realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A unix socket's path is limited to about 107 bytes, a checkout's isn't: a short name made from the directory's. */
export const socketPath = (dir) =>
  path.join(os.tmpdir(), `dochak-${createHash("sha256").update(dir).digest("hex").slice(0, 16)}.sock`);

/** The command that makes an empty data directory. */
export function initCommand(server, data, asRoot) {
  const user = asRoot ? ["--user=root"] : [];
  if (server.flavour === "mysql") {
    return {
      command: server.binary,
      args: ["--no-defaults", ...server.args, "--initialize-insecure", `--datadir=${data}`, ...user],
    };
  }
  const base = server.root ? [`--basedir=${path.join(server.root, "usr")}`] : [];
  return {
    command: server.installDb,
    args: [
      "--no-defaults",
      ...base,
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
      "--skip-name-resolve",
      "--force",
      ...user,
      ...server.args,
    ],
  };
}

/**
 * Runs inside the server before it accepts a connection, one statement a line: our user, the database,
 * and a password nobody knows for root.
 */
export function initSql(flavour, { password, database }) {
  const user = "'dochak'@'127.0.0.1'";
  const nobody = randomBytes(24).toString("hex");
  return `${[
    `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;`,
    `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${password}';`,
    `ALTER USER ${user} IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO ${user};`,
    ...(flavour === "mariadb"
      ? [
          "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');",
          "FLUSH PRIVILEGES;",
        ]
      : []),
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${nobody}';`,
  ].join("\n")}\n`;
}

/** The server's command line. `--no-defaults` has to be first: nothing of the machine's own configuration applies. */
export function flags(server, files, { port, durable, asRoot }) {
  return [
    "--no-defaults",
    ...server.args,
    ...(server.root && server.flavour === "mariadb" ? unpackedFlags(server.root) : []),
    `--datadir=${files.data}`,
    // A server that starts clears its folder for temporary tables: in a shared one, those of every other server.
    `--tmpdir=${files.temporary}`,
    `--socket=${files.socket}`,
    `--pid-file=${files.pid}`,
    `--init-file=${files.init}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_520_ci",
    "--default-time-zone=+00:00",
    "--max-connections=300",
    "--max-allowed-packet=67108864",
    "--local-infile=0",
    ...(asRoot ? ["--user=root"] : []),
    ...(server.flavour === "mysql"
      ? ["--mysqlx=0", "--secure-file-priv=NULL", "--disable-log-bin", "--performance-schema=OFF"]
      : ["--skip-log-bin"]),
    ...(durable
      ? []
      : ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-flush-method=nosync"]),
  ];
}

const unpackedFlags = (root) => [
  `--basedir=${path.join(root, "usr")}`,
  `--lc-messages-dir=${path.join(realpathSync(root), "usr/share/mysql")}`,
  `--character-sets-dir=${path.join(root, "usr/share/mysql/charsets")}`,
  `--plugin-dir=${path.join(root, "usr/lib/mysql/plugin")}`,
];
