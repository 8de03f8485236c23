import "server-only";
import { createDb, databaseNow } from "@/db/client";
import type { Gateway } from "@/db/enums";
import { env } from "./env/env";
import { createMysqlQueue } from "./queue/mysql";
import { createSqsQueue } from "./queue/sqs";
import { gatewayHosts } from "./rooms/endpoint";
import type { Runtime } from "./runtime";
import { createLocalDisk } from "./storage/local-disk";
import { createIrisPlain } from "./transports/iris-plain";
import { createIrisSigned } from "./transports/iris-signed";
import type { KakaoGateway } from "./transports/port";
import { openPublicWebhook } from "./transports/public-webhook";
import { openSandboxDoor } from "./transports/sandbox-door";

/** One per process, also across the reloads of a development server. */
const shared = globalThis as typeof globalThis & { dochakRuntime?: Runtime };

/** Environment → everything outside the process, once and lazily. The only file that picks adapters. */
export function runtime(): Runtime {
  shared.dochakRuntime ??= wire();
  return shared.dochakRuntime;
}

function wire(): Runtime {
  const settings = env();
  const db = createDb(settings.DATABASE_URL, settings.DATABASE_POOL);
  const allowHosts = gatewayHosts(settings);
  const gateways: Record<Gateway, KakaoGateway | null> = {
    iris_plain: createIrisPlain({ allowHosts }),
    iris_signed: createIrisSigned({ allowHosts }),
    domaeka_bridge: null,
  };
  const clock = () => databaseNow(db);
  const sqs = {
    ...{ name: settings.MESSAGING_SQS_QUEUE_NAME, region: settings.AWS_REGION },
    endpoint: settings.SQS_ENDPOINT,
  };
  return {
    db,
    clock,
    queue: settings.QUEUE_DRIVER === "sqs" ? createSqsQueue(sqs) : createMysqlQueue(db, clock),
    storage: createLocalDisk(settings.STORAGE_DIR),
    gateway: (dialect) => gateways[dialect],
    ...(settings.SANDBOX_URL && { sandbox: openSandboxDoor(settings.SANDBOX_URL) }),
    ...(settings.ALERT_WEBHOOK_URL && { webhook: openPublicWebhook(settings.ALERT_WEBHOOK_URL) }),
    env: settings,
  };
}
