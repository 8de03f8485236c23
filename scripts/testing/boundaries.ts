import type { Db } from "@/db/client";
import type { Runtime } from "@/lib/runtime";
import type { KakaoGateway } from "@/lib/transports/port";

/** As much of the driver's connection as is watched. */
type Command = { sql?: unknown; onResult?: (...result: unknown[]) => void };
type Connection = { addCommand: (command: Command) => Command; destroy: () => void };
type Pool = { on: (event: "connection", hear: (connection: Connection) => void) => void };

/**
 * Tells a watcher of every moment at which what is outside the process changes: around each commit, each write that
 * commits by itself and each question or call to a gateway. Call it before the database is used.
 * @param reach hears the moment's name; where it answers false the process is as good as dead: nothing it asks for is
 * done any more, nothing it waits for comes, and its open transactions are undone
 */
export function watchBoundaries(db: Db, gateway: Runtime["gateway"], reach: (name: string) => boolean) {
  const connections = new Set<Connection>();
  let isDead = false;
  const passes = (name: string): boolean => {
    if (!isDead && !reach(name)) {
      isDead = true;
      for (const connection of connections) connection.destroy();
    }
    return !isDead;
  };

  (db.$client as unknown as { pool: Pool }).pool.on("connection", (connection) => {
    connections.add(connection);
    const add = connection.addCommand.bind(connection);
    let isOpen = false;
    connection.addCommand = (command) => {
      if (isDead) return command;
      const words = typeof command.sql === "string" ? command.sql.trimStart() : "";
      const verb = /^\w*/.exec(words)?.[0].toLowerCase() ?? "";
      const isWrite = verb === "commit" || (!isOpen && ["insert", "update", "delete"].includes(verb));
      if (verb === "begin" || verb === "start") isOpen = true;
      if (verb === "commit" || verb === "rollback") isOpen = false;
      const name = verb === "commit" ? verb : `${verb} ${/`(\w+)`/.exec(words)?.[1]}`;
      if (isWrite && !passes(`before ${name}`)) return command;
      const answer = command.onResult;
      if (answer)
        command.onResult = (...result) => {
          if (isWrite && !result[0]) passes(`after ${name}`);
          if (!isDead) answer(...result);
        };
      return add(command);
    };
  });

  const never = new Promise<never>(() => {});
  const around =
    <A extends unknown[], R>(name: string, call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (!passes(`before ${name}`)) return never;
      const result = await call(...given);
      return passes(`after ${name}`) ? result : never;
    };
  const watched = (one: KakaoGateway): KakaoGateway => ({
    capability: one.capability,
    health: around("health", one.health),
    open: around("open", one.open),
    sendText: around("text", one.sendText),
    sendImages: around("images", one.sendImages),
    lookUp: around("question", one.lookUp),
  });
  return {
    gateway: (dialect: Parameters<Runtime["gateway"]>[0]) => {
      const one = gateway(dialect);
      return one && watched(one);
    },
  };
}
