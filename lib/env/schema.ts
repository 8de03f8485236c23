import * as z from "zod";
import { isLoopbackUrl } from "./loopback-url";
import { parseWebhookUrl } from "./webhook-url";

const secret = z
  .string({ error: "값이 없어요." })
  .min(32, "32자 이상이어야 해요.")
  .refine((value) => !/^(change|secret|example|placeholder|undefined)/i.test(value), "예시 값은 쓸 수 없어요.");

const Settings = z.object({
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
  /** Where STORAGE_DRIVER=s3 keeps files; in AWS_REGION, with the credentials the SDK finds itself. */
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "버킷 이름은 영문 소문자·숫자·-·. 로 3자에서 63자까지예요.")
    .refine((value) => !value.endsWith("--x-s3"), "디렉터리 버킷은 파일을 이름 순서로 보여 주지 않아 쓸 수 없어요.")
    .optional(),
  /** Only where the bucket isn't Amazon's own. */
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: "https://storage.example 처럼 적어 주세요." }).optional(),
  /** Where in storage the pictures of customers lie; only what is below it is reconciled. */
  CUSTOMER_IMAGE_PREFIX: z
    .string()
    .regex(/^[^/._][^/]*(\/[^/]+)*\/$/, "customers/ 처럼 빗금으로 끝나는 폴더 이름을 적어 주세요.")
    .max(200)
    .default("customers/"),
  /** How young rows and files must be to be left alone, in hours: an upload may be under way. */
  IMAGE_GRACE_HOURS: z.coerce.number().min(0).max(720).default(24),
  /** How long after a scan, in minutes, a file is looked for the second time before its row goes (image-sync.md 2f). */
  IMAGE_RECHECK_MINUTES: z.coerce.number().min(0).max(1440).default(10),
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
  /** Whether texts go to phones, or to the stand-in on this machine (product.md 14). */
  SOLAPI_MODE: z.enum(["live", "simulator"]).default("live"),
  /** The account of the whole installation; tenants may have their own. */
  SOLAPI_API_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{16}$/, "솔라피 콘솔의 API Key 16자를 그대로 적어 주세요.")
    .optional(),
  SOLAPI_API_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9]{16,64}$/, "솔라피 콘솔의 API Secret을 그대로 적어 주세요.")
    .optional(),
  /** For messages of the platform itself only. */
  SOLAPI_SENDER: z
    .string()
    .transform((value) => value.replace(/[\s-]/g, ""))
    .refine((value) => /^\d{8,12}$/.test(value), "02-000-0000처럼 지역번호부터 적어 주세요.")
    .optional(),
  SOLAPI_BASE_URL: z
    .string()
    .refine(isLoopbackUrl, "모의 서버는 이 컴퓨터의 주소여야 해요. http://127.0.0.1:4010 처럼 적어 주세요.")
    .optional(),
  /** What Solapi's webhook knows us by. */
  SOLAPI_WEBHOOK_SECRET: z.string().min(16, "16자 이상이어야 해요.").optional(),
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

/** Keys of the stand-in say so: a real one never speaks with it by mistake. */
const MADE_UP_KEY = /DEMO|TEST|SIM/;

/** Everything Dochak reads from its environment (product.md, rulings 20). */
export const EnvSchema = Settings.superRefine((env, context) => {
  const wrong = (path: keyof typeof env, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const { SOLAPI_MODE: mode, SOLAPI_API_KEY: key, SOLAPI_API_SECRET: secretKey, SOLAPI_BASE_URL: baseUrl } = env;
  if (env.STORAGE_DRIVER === "s3" && !env.S3_BUCKET)
    wrong("S3_BUCKET", "STORAGE_DRIVER=s3 라면 버킷 이름이 있어야 해요.");
  if (mode === "simulator" && !baseUrl)
    wrong("SOLAPI_BASE_URL", "SOLAPI_MODE=simulator 라면 모의 서버의 주소가 있어야 해요.");
  if (mode === "live" && baseUrl)
    wrong("SOLAPI_BASE_URL", "SOLAPI_MODE=simulator 일 때만 쓸 수 있어요. 지우거나 모드를 바꿔 주세요.");
  if (mode === "simulator" && key && !MADE_UP_KEY.test(key))
    wrong("SOLAPI_API_KEY", "진짜 열쇠처럼 보여요. 모의 환경에는 DEMO, TEST, SIM이 든 열쇠만 쓸 수 있어요.");
  if (key && !secretKey) wrong("SOLAPI_API_SECRET", "SOLAPI_API_KEY 와 함께 있어야 해요.");
  if (!key && secretKey) wrong("SOLAPI_API_KEY", "SOLAPI_API_SECRET 과 함께 있어야 해요.");
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
