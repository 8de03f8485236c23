import { createDb } from "@/db/client";

/** As much of the driver's connection as is watched. */
type Command = { sql?: unknown; onResult?: (...result: unknown[]) => void };
type Connection = { addCommand: (command: Command) => Command; destroy: () => void };
type Pool = { on: (event: "connection", hear: (connection: Connection) => void) => void };

/**
 * The database of a process that dies at its `at`-th moment: before or after a statement, whatever it is. From then on
 * nothing it asks for is done, nothing it waits for comes, and its open transactions are undone.
 */
export function mortalDb(url: string, at: number) {
  const db = createDb(url, 4);
  const connections = new Set<Connection>();
  let moments = 0;
  let isDead = false;
  let tell: (moment: string) => void = () => {};
  const died = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const live = (moment: string): boolean => {
    if (isDead) return false;
    if (++moments < at) return true;
    isDead = true;
    for (const connection of connections) connection.destroy();
    tell(moment);
    return false;
  };
  (db.$client as unknown as { pool: Pool }).pool.on("connection", (connection) => {
    connections.add(connection);
    const add = connection.addCommand.bind(connection);
    connection.addCommand = (command) => {
      if (isDead) return command;
      if (typeof command.sql !== "string") return add(command);
      const statement = command.sql.slice(0, 60);
      if (!live(`before ${statement}`)) return command;
      const answer = command.onResult;
      if (answer)
        command.onResult = (...result) => {
          if (live(`after ${statement}`)) answer(...result);
        };
      return add(command);
    };
  });
  return { db, died };
}
