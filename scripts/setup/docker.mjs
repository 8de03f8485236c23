import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { run, startChild } from "./children.mjs";
import { readJson, writePrivate } from "./files.mjs";
import { accepts, freePort } from "./ports.mjs";
import { findExecutable } from "./server-binary.mjs";

const IMAGE = "mariadb:11.4";

/** A server in a container, when a Docker engine answers; null where there is none. */
export async function dockerServer(signal) {
  const docker = findExecutable(["docker"]);
  if (!docker) return null;
  const { code } = await run(docker, ["info"], { timeoutMs: 15_000, signal });
  return code === 0 ? { start: (options) => startContainer(docker, options) } : null;
}

/** Same promises as startPrivateServer; the container ends with its `docker run`, which ends with us. */
async function startContainer(docker, { dir, database, durable = true, signal }) {
  const file = path.join(dir, "docker.json");
  const old = readJson(file);
  const info = {
    port: await freePort(old?.port),
    password: old?.password ?? randomBytes(24).toString("hex"),
    volume: old?.volume ?? `dochak-${randomBytes(6).toString("hex")}`,
  };
  writePrivate(file, JSON.stringify(info));
  const name = `dochak-${process.pid}-${info.port}`;
  const env = {
    MARIADB_USER: "dochak",
    MARIADB_PASSWORD: info.password,
    MARIADB_DATABASE: database,
    MARIADB_RANDOM_ROOT_PASSWORD: "1",
  };
  // Read by the container's own user, and without a secret in it.
  const grants = path.join(dir, "docker-init.sql");
  writeFileSync(grants, "GRANT ALL PRIVILEGES ON *.* TO 'dochak'@'%';\n", { mode: 0o644 });
  const args = [
    ...["run", "--rm", "--name", name, "--publish", `127.0.0.1:${info.port}:3306`],
    ...Object.keys(env).flatMap((key) => ["--env", key]),
    ...["--volume", `${grants}:/docker-entrypoint-initdb.d/grants.sql:ro`],
    // Without a name the volume goes with its container.
    ...(durable ? ["--volume", `${info.volume}:/var/lib/mysql`] : []),
    IMAGE,
    ...["--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_520_ci", "--default-time-zone=+00:00"],
    ...(durable ? [] : ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"]),
  ];
  const child = startChild(docker, args, { env: { ...process.env, ...env }, out: "ignore", graceSeconds: 20 });
  const url = `mysql://dochak:${info.password}@127.0.0.1:${info.port}/${database}`;
  if (!(await untilReady(child, info.port, signal))) {
    await child.stop();
    throw new Error(`docker run ${IMAGE}`);
  }
  return { url, port: info.port, exited: child.exited, stop: () => child.stop(), unref: () => child.unref() };
}

/** The image listens on the network only after its own set-up; Docker's proxy accepts earlier, so a greeting is read too. */
async function untilReady(child, port, signal) {
  for (const end = Date.now() + 300_000; Date.now() < end && !child.ended() && !signal?.aborted; ) {
    if (await accepts(port, "127.0.0.1", 1000, { greeting: true })) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
