import "server-only";
import * as z from "zod";
import { type Answer, type Call, Refused } from "./answer";
import { parsed } from "./group-doors";
import { newFileId } from "./ids";
import type { World } from "./world";

const FileInput = z.looseObject({
  file: z.base64(),
  type: z.enum(["MMS", "KAKAO", "DOCUMENT", "RCS", "FAX", "BMS"]),
  name: z.string().nullish(),
  link: z.string().nullish(),
});
const MAX_BYTES: Record<string, number> = { MMS: 200 * 1024, KAKAO: 500 * 1024 };
const OTHER_MAX_BYTES = 2 * 1024 * 1024;
const LIMIT = 20;
const LOW_BALANCE_WON = 200;
const SINCE = "2026-01-01T00:00:00.000Z";
const ok = (body: unknown): Answer => ({ status: 200, body });
const page = { limit: LIMIT, startKey: null, nextKey: null };
const dated = { dateCreated: SINCE, dateUpdated: SINCE };

/** Money, sender numbers, refused recipients and files of an account. */
export const accountDoors = (world: World) => ({
  balance({ account: { accountId, balance, point } }: Call) {
    const lowBalanceAlert = {
      notificationBalance: String(LOW_BALANCE_WON),
      currentBalance: String(balance),
      balances: [LOW_BALANCE_WON],
      channels: ["EMAIL", "ATA"],
      enabled: true,
    };
    const recharge = { minimumCash: 3000, rechargeTo: 50_000, rechargeTryCount: 0, autoRecharge: 0 };
    return ok({ balance, point, deposit: 0, balanceOnly: balance, accountId, ...recharge, lowBalanceAlert });
  },

  senders: ({ account: { accountId, senders } }: Call) =>
    ok({
      accountId,
      limit: LIMIT,
      senderIds: senders.map(({ phoneNumber, status }) => ({
        accountId,
        phoneNumber,
        status,
        method: "ARS",
        expireAt: null,
        handleKey: `HK${phoneNumber}`,
        log: [],
        ...dated,
      })),
    }),
  "active-senders": ({ account: { senders } }: Call) =>
    ok(senders.flatMap((one) => (one.status === "ACTIVE" ? [one.phoneNumber] : []))),

  prices: ({ account: { prices } }: Call) => ok({ countryId: "82", ...prices }),

  blacks: ({ account: { denials } }: Call) =>
    ok({
      ...page,
      blackList: denials.map((one, at) => ({ handleKey: `HKBLACK${at}`, type: "DENIAL", ...one, ...dated })),
    }),
  "block-groups": ({ account: { accountId, blocked } }: Call) =>
    ok({
      ...page,
      blockGroups:
        blocked.length === 0
          ? []
          : [
              {
                blockGroupId: "BG1",
                accountId,
                status: "ACTIVE",
                name: "차단",
                useAll: true,
                senderNumbers: [],
                ...dated,
              },
            ],
    }),
  "block-numbers": ({ account: { accountId, blocked } }: Call) =>
    ok({
      ...page,
      blockNumbers: blocked.map((phoneNumber) => ({
        blockNumberId: `BN${phoneNumber}`,
        accountId,
        memo: "",
        phoneNumber,
        blockGroupIds: ["BG1"],
        ...dated,
      })),
    }),

  /** Takes a file by its size; its bytes aren't kept. */
  upload({ account: { accountId }, body, at }: Call) {
    const { file, type, name, link } = parsed(FileInput, body);
    const bytes = Buffer.from(file, "base64");
    const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
    if (bytes.byteLength > (MAX_BYTES[type] ?? OTHER_MAX_BYTES) || bytes.byteLength === 0)
      throw new Refused(400, "ValidationError", "파일 크기가 허용 범위를 벗어났습니다.");
    if (type === "MMS" && !isJpeg) throw new Refused(400, "ValidationError", "MMS는 JPG 파일만 사용할 수 있습니다.");
    const fileId = newFileId();
    const stored = { fileId, accountId, type, name: name ?? fileId, fileSize: bytes.byteLength, at };
    world.record({ op: "file", file: stored }, at);
    const iso = new Date(at).toISOString();
    const { fileSize } = stored;
    return ok({
      fileId,
      type,
      name: stored.name,
      originalName: stored.name,
      link: link ?? null,
      url: null,
      width: 0,
      height: 0,
      fileSize,
      accountId,
      references: [],
      kakao: { daou: null, biztalk: null },
      dateCreated: iso,
      dateUpdated: iso,
    });
  },
});
