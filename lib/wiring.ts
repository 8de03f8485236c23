import "server-only";
import { createDb, databaseNow } from "@/db/client";
import type { Gateway } from "@/db/enums";
import { spendBudget } from "./batches/spend-budget";
import { env } from "./env/env";
import type { Env } from "./env/schema";
import { createMysqlQueue } from "./queue/mysql";
import { createSqsQueue } from "./queue/sqs";
import { withFallback } from "./queue/with-fallback";
import { gatewayHosts } from "./rooms/endpoint";
import type { Runtime } from "./runtime";
import { createLocalDisk } from "./storage/local-disk";
import { createLocalQuarantine } from "./storage/local-quarantine";
import { createS3 } from "./storage/s3";
import { createS3Quarantine } from "./storage/s3-quarantine";
import { accountKeyOf } from "./tenants/account-of";
import { createIrisPlain } from "./transports/iris-plain";
import { createIrisSigned } from "./transports/iris-signed";
import type { KakaoGateway } from "./transports/port";
import { openPublicWebhook } from "./transports/public-webhook";
import { openSandboxDoor } from "./transports/sandbox-door";
import { openSimulatorDoor } from "./transports/simulator-door";
import { createSolapi } from "./transports/solapi";
import { installSolapiDoor } from "./transports/solapi-door";

/** Longer than the provider's own window, shorter than anyone waits for a page. */
const BUDGET_WAIT_MS = 20_000;

/** One per process, also across the reloads of a development server. */
const shared = globalThis as typeof globalThis & { dochakRuntime?: Runtime };

/** Environment → everything outside the process, once and lazily. The only file that picks adapters. */
export function runtime(): Runtime {
  shared.dochakRuntime ??= wire();
  return shared.dochakRuntime;
}

/** Before anything speaks with Solapi: from here on its requests have one way out. */
export function guardSolapi(): void {
  const { SOLAPI_MODE, SOLAPI_BASE_URL } = env();
  const isLive = SOLAPI_MODE === "live";
  installSolapiDoor({ route: isLive ? { kind: "live" } : { kind: "simulator", baseUrl: SOLAPI_BASE_URL ?? "" } });
}

function wire(): Runtime {
  const settings = env();
  guardSolapi();
  const db = createDb(settings.DATABASE_URL, settings.DATABASE_POOL);
  const allowHosts = gatewayHosts(settings);
  const gateways: Record<Gateway, KakaoGateway | null> = {
    iris_plain: createIrisPlain({ allowHosts }),
    iris_signed: createIrisSigned({ allowHosts }),
    domaeka_bridge: null,
  };
  const clock = () => databaseNow(db);
  const table = createMysqlQueue(db, clock);
  const sqs = {
    ...{ name: settings.MESSAGING_SQS_QUEUE_NAME, region: settings.AWS_REGION },
    endpoint: settings.SQS_ENDPOINT,
  };
  return {
    db,
    clock,
    queue: settings.QUEUE_DRIVER === "sqs" ? withFallback(createSqsQueue(sqs), table) : table,
    ...storageOf(settings),
    gateway: (dialect) => gateways[dialect],
    phone: createSolapi({
      spend: async ({ apiKey }, kind) => {
        const deadlineMs = performance.now() + BUDGET_WAIT_MS;
        return (await spendBudget(db, accountKeyOf(apiKey), kind, { deadlineMs })) !== null;
      },
    }),
    ...(settings.SANDBOX_URL && { sandbox: openSandboxDoor(settings.SANDBOX_URL) }),
    ...(settings.SOLAPI_MODE === "simulator" &&
      settings.SOLAPI_BASE_URL && { simulator: openSimulatorDoor(settings.SOLAPI_BASE_URL) }),
    ...(settings.ALERT_WEBHOOK_URL && { webhook: openPublicWebhook(settings.ALERT_WEBHOOK_URL) }),
    env: settings,
  };
}

/** Files and what is set aside of them lie together: on one disk or in one bucket. */
function storageOf(settings: Env): Pick<Runtime, "storage" | "quarantine"> {
  const { STORAGE_DRIVER, STORAGE_DIR, S3_BUCKET: bucket } = settings;
  if (STORAGE_DRIVER === "local" || !bucket)
    return { storage: createLocalDisk(STORAGE_DIR), quarantine: createLocalQuarantine(STORAGE_DIR) };
  const s3 = { bucket, region: settings.AWS_REGION, endpoint: settings.S3_ENDPOINT };
  return { storage: createS3(s3), quarantine: createS3Quarantine(s3) };
}
