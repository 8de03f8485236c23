import * as z from "zod";
import { parseWebhookUrl } from "./webhook-url";

const secret = z
  .string({ error: "값이 없어요." })
  .min(32, "32자 이상이어야 해요.")
  .refine((value) => !/^(change|secret|example|placeholder|undefined)/i.test(value), "예시 값은 쓸 수 없어요.");

/** Everything Dochak reads from its environment (product.md, rulings 20). */
export const EnvSchema = z.object({
  DATABASE_URL: z
    .string({ error: "값이 없어요. mysql://사용자:암호@호스트:3306/이름 꼴로 적어 주세요." })
    .regex(/^mysql:\/\/.+\/.+/, "mysql:// 로 시작해야 해요."),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(20),
  APP_ORIGIN: z
    .url({ error: "https://dochak.example 처럼 브라우저가 여는 주소를 적어 주세요." })
    .transform((value) => new URL(value).origin),
  NEXTAUTH_SECRET: secret,
  CRON_SECRET: secret,
  CRON_SECRET_PREVIOUS: secret.optional(),
  /** `kid:base64(32 bytes)`, newest first, separated by commas. */
  ENCRYPTION_KEYS: z
    .string({ error: "값이 없어요." })
    .regex(/^[\w-]+:[A-Za-z0-9+/=_-]{43,}(,[\w-]+:[A-Za-z0-9+/=_-]{43,})*$/, "이름:base64 열쇠 꼴이어야 해요."),
  LOOKUP_KEY: secret,
  STORAGE_DRIVER: z.enum(["local", "s3"]).default("local"),
  STORAGE_DIR: z.string().default(".data/storage"),
  TICK_MODE: z.enum(["embedded", "external"]).default("external"),
  /** How long one pass of the dispatcher may take; the platform in front must allow a little more. */
  TICK_BUDGET_MS: z.coerce.number().int().min(5_000).max(290_000).default(50_000),
  /** Hosts a gateway may live on, `host` or `host:port`, separated by commas. */
  EGRESS_ALLOW_HOSTS: z
    .string()
    .default("")
    .transform((value) =>
      value
        .split(",")
        .map((host) => host.trim())
        .filter(Boolean),
    ),
  /** The sandbox bot server, when this installation has one. */
  SANDBOX_URL: z.url().optional(),
  /** Where due batches of messages are told: the table itself, or SQS beside it (rulings 18). */
  QUEUE_DRIVER: z.enum(["mysql", "sqs"]).default("mysql"),
  MESSAGING_SQS_QUEUE_NAME: z
    .string()
    .regex(/^[\w-]{1,75}$/, "영문·숫자·-·_ 로 75자까지예요.")
    .default("dochak-messaging-jobs"),
  AWS_REGION: z.string().default("ap-northeast-2"),
  /** Only where the queue isn't Amazon's own. */
  SQS_ENDPOINT: z.url().optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Where alerts go besides the screen: public https only, checked again at every call. */
  ALERT_WEBHOOK_URL: z
    .string()
    .refine((value) => parseWebhookUrl(value) !== null, "https 주소여야 하고 포트는 443이나 8443이어야 해요.")
    .optional(),
  /** How many reverse proxies in front are ours; the client address is read that far from the right of X-Forwarded-For. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

export type Env = z.output<typeof EnvSchema>;

/**
 * Reads an environment or throws one Error whose message lists every bad variable in Korean, never a value.
 * Empty strings count as absent.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = EnvSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`환경 변수를 고쳐 주세요. (Invalid environment)\n${lines.join("\n")}`);
}
