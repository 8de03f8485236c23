import * as z from "zod";

const Digits = z.string().regex(/^\d{8,12}$/);
const Money = z.number().min(-1_000_000_000).max(1_000_000_000);

export const SenderNumber = z.strictObject({
  phoneNumber: Digits,
  status: z.enum(["PENDING", "ACTIVE", "INACTIVE", "BLOCKED", "DUPLICATED", "EXPIRED", "OVERLIMIT"]).default("ACTIVE"),
});
export const Channel = z.strictObject({
  channelId: z.string().min(1).max(60),
  searchId: z.string().min(1).max(60),
  phoneNumber: Digits.default("01000000001"),
});
export const Template = z.strictObject({
  templateId: z.string().min(1).max(60),
  name: z.string().min(1).max(200),
  channelId: z.string().min(1).max(60),
  content: z.string().min(1).max(1_000),
  status: z.enum(["PENDING", "INSPECTING", "APPROVED", "REJECTED"]).default("APPROVED"),
  messageType: z.enum(["BA", "EX", "AD", "MI"]).default("BA"),
  emphasizeType: z.enum(["NONE", "TEXT", "IMAGE", "ITEM_LIST"]).default("NONE"),
  buttons: z.array(z.record(z.string(), z.unknown())).default([]),
});
export type Template = z.output<typeof Template>;

/** Won per message by type; types without a price cost nothing. */
export const Prices = z.strictObject({
  sms: Money.default(18),
  lms: Money.default(45),
  mms: Money.default(110),
  ata: Money.default(13),
  cta: Money.default(20),
  cti: Money.default(25),
});
export type Prices = z.output<typeof Prices>;

/** One Solapi account. `point` is spent before `balance`. */
export const Account = z.strictObject({
  accountId: z.string().min(1).max(40),
  apiKey: z.string().length(16),
  apiSecret: z.string().min(1).max(64),
  balance: Money.default(100_000),
  point: Money.default(0),
  /** null = calls from anywhere. */
  allowedIps: z.array(z.string()).nullable().default(null),
  senders: z.array(SenderNumber).default([]),
  channels: z.array(Channel).default([]),
  templates: z.array(Template).default([]),
  prices: Prices.default(() => Prices.parse({})),
  /** Recipients who refused by the free 080 number (1061). */
  denials: z.array(z.strictObject({ recipientNumber: Digits, senderNumber: Digits })).default([]),
  /** Recipients the account blocks itself (1060). */
  blocked: z.array(Digits).default([]),
});
export type Account = z.output<typeof Account>;
export type AccountInput = z.input<typeof Account>;

export const DEMO_API_KEY = "NCSDOCHAKDEMO001";
export const DEMO_API_SECRET = "DOCHAKDEMOSECRETWORTHNOTHING0001";
export const DEMO_SENDER = "01000001000";
export const DEMO_PF_ID = "KA01PF000000000000000000DOCHAK01";
export const DEMO_TEMPLATE_ID = "KA01TP000000000000000000DOCHAK01";

/** What the stand-in starts with unless told otherwise; known to everyone, worth nothing. */
export const demoAccount = (): Account =>
  Account.parse({
    accountId: "10000001",
    apiKey: DEMO_API_KEY,
    apiSecret: DEMO_API_SECRET,
    senders: [{ phoneNumber: DEMO_SENDER }, { phoneNumber: "01000001001", status: "EXPIRED" }],
    channels: [{ channelId: DEMO_PF_ID, searchId: "@도착" }],
    templates: [
      {
        templateId: DEMO_TEMPLATE_ID,
        name: "방문 안내",
        channelId: DEMO_PF_ID,
        content: "#{이름}님, #{날짜} #{시간}에 방문 예약이 확정됐어요.\n문의: #{지점}",
      },
      {
        templateId: "KA01TP000000000000000000DOCHAK02",
        name: "검수 중인 안내",
        channelId: DEMO_PF_ID,
        content: "#{이름}님, 새 소식을 알려드려요.",
        status: "INSPECTING",
      },
    ],
  });
