import type { Db } from "@/db/client";
import type { Gateway } from "@/db/enums";
import type { Env } from "./env/schema";
import type { Queue } from "./queue/port";
import type { Storage } from "./storage/port";
import type { Quarantine } from "./storage/quarantine-port";
import type { Clock } from "./time/clock";
import type { PhoneProvider } from "./transports/phone-port";
import type { KakaoGateway } from "./transports/port";
import type { SandboxDoor } from "./transports/sandbox-port";
import type { SimulatorDoor } from "./transports/simulator-port";
import type { WebhookDoor } from "./transports/webhook-port";

/** Everything outside the process a use case may touch. A use case asks for the fields it needs: `Pick<Runtime, "db" | "clock">`. */
export type Runtime = {
  db: Db;
  clock: Clock;
  storage: Storage;
  /** Where the reconciliation of customer images sets files of `storage` aside. */
  quarantine: Quarantine;
  queue: Queue;
  /** The adapter that speaks a bot's dialect; null where this version has none. */
  gateway: (dialect: Gateway) => KakaoGateway | null;
  /** Texts to phones, or the stand-in for them. */
  phone: PhoneProvider;
  /** The stand-in's control doors; absent where this installation has no sandbox. */
  sandbox?: SandboxDoor;
  /** The same of the stand-in of Solapi; absent where texts are real. */
  simulator?: SimulatorDoor;
  /** Where alerts are told outside; absent where the operator named no place. */
  webhook?: WebhookDoor;
  env: Env;
};
