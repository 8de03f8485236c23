import * as z from "zod";

const Count = z.int().min(0).max(10_000_000);
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
const isLoopback = (url: string) => URL.canParse(url) && LOOPBACK.includes(new URL(url).hostname);

export const WebhookSettings = z.strictObject({
  url: z.string().refine(isLoopback, "only an address of this machine"),
  secret: z.string().min(1).max(200),
  /** `data` wraps each report as `{ eventDataId, retryCount, data }`, `flat` doesn't; both are in the wild. */
  shape: z.enum(["data", "flat"]).default("data"),
  /** How often each call is made again although it was answered with 200. */
  duplicates: z.int().min(0).max(10).default(0),
  /** Waits before each further try where the answer wasn't 200. */
  retryMs: z.array(Count).max(10).default([1_000, 5_000, 15_000, 60_000]),
  groupReports: z.boolean().default(true),
});
export type WebhookSettings = z.output<typeof WebhookSettings>;

/** How the stand-in behaves where Solapi's documents differ, or where a test wants it otherwise. Times in ms. */
export const Settings = z.strictObject({
  /** Spelling and HTTP status of refused keys: `new` as measured in 2026, `old` as documented in 2021. */
  errorDialect: z.enum(["new", "old"]).default("new"),
  /** What a cancelled schedule becomes. */
  cancelTo: z.enum(["PENDING", "FAILED"]).default("PENDING"),
  /** Reads show the world as it was this long ago (eventual consistency). */
  readDelayMs: Count.default(0),
  /** Lists come in an order without meaning. */
  shuffleLists: z.boolean().default(false),
  /** How long after sending the final results come. */
  resultDelayMs: Count.default(0),
  /** The same for recipients ending in 9999. */
  lateDelayMs: Count.default(30_000),
  /** Calls per account and window; null = no limit. `anonymous` are calls without a valid key. */
  rateLimit: z
    .strictObject({
      reads: Count.default(20),
      writes: Count.default(100),
      anonymous: Count.default(5),
      windowMs: Count.min(1).default(5_000),
    })
    .nullable()
    .default({ reads: 20, writes: 100, anonymous: 5, windowMs: 5_000 }),
  /** Whether a number is a duplicate (1026) of one added by an earlier call to the same group. */
  dedupeAcrossPuts: z.boolean().default(true),
  /** Messages an account may send per day (KST); a group above it FAILS with Solapi's log line. null = no quota. */
  dailyQuota: Count.nullable().default(null),
  /** Older messages are not listed. */
  retentionDays: z.int().min(1).max(10_000).default(365),
  webhook: WebhookSettings.nullable().default(null),
});
export type Settings = z.output<typeof Settings>;
/** Some of them, as a door or a test gives them. */
export type SettingsInput = z.input<typeof Settings>;

export const defaultSettings = (given: SettingsInput = {}): Settings => Settings.parse(given);
