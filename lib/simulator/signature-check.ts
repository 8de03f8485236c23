import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Account } from "./account";
import { Refused } from "./answer";

const MAX_SKEW_MS = 15 * 60_000;

/**
 * Solapi's own reading of the Authorization header, written apart from the sender's so that one checks the other:
 * key, clock, signature over the raw `date + salt`, and no signature twice within 15 minutes.
 */
export function openSignatureCheck(clock: () => number) {
  const seen = new Map<string, number>();

  function remember(signature: string): void {
    const now = clock();
    for (const [old, at] of seen) {
      if (now - at <= MAX_SKEW_MS) break;
      seen.delete(old);
    }
    if (seen.has(signature)) throw new Refused(403, "DuplicatedSignature", "이미 사용된 시그니처입니다.");
    seen.set(signature, now);
  }

  /** @throws Refused in the dialect asked for */
  return function accountOf(
    header: string | undefined,
    ip: string,
    find: (apiKey: string) => Account | undefined,
    dialect: "new" | "old",
  ): Account {
    const isOld = dialect === "old";
    if (header === undefined)
      throw new Refused(isOld ? 403 : 401, isOld ? "Forbidden" : "Unauthorized", "인증 정보가 없습니다.");
    const [, algorithm, rest] = /^HMAC-(SHA256|MD5) +(.+)$/.exec(header) ?? [];
    if (!algorithm || !rest) throw new Refused(400, "InvalidToken", "유효하지 않은 토큰입니다.");
    const parts = Object.fromEntries(rest.split(/, */).map((part) => part.split(/=(.*)/s).slice(0, 2)));
    const { apiKey = "", date = "", salt = "", signature = "" } = parts as Record<string, string | undefined>;
    if (apiKey.length !== 16) throw new Refused(400, "ValidationError", '"apiKey" length must be 16 characters long');
    const saltBytes = Buffer.byteLength(salt);
    if (!Number.isFinite(Date.parse(date)) || saltBytes < 12 || saltBytes > 64 || !/^[0-9a-f]+$/.test(signature))
      throw new Refused(400, "ValidationError", "Authorization 헤더의 형식이 올바르지 않습니다.");
    const account = find(apiKey);
    if (!account)
      throw new Refused(isOld ? 403 : 400, isOld ? "InvalidAPIKey" : "InvalidApiKey", "유효하지 않은 API Key입니다.");
    if (Math.abs(clock() - Date.parse(date)) > MAX_SKEW_MS)
      throw new Refused(403, "RequestTimeTooSkewed", "요청 시각이 서버 시각과 15분 이상 다릅니다.");
    const expected = createHmac(algorithm, account.apiSecret)
      .update(date + salt)
      .digest();
    const given = Buffer.from(signature, "hex");
    if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected))
      throw new Refused(403, "SignatureDoesNotMatch", "시그니처가 일치하지 않습니다.");
    remember(signature);
    if (account.allowedIps && !account.allowedIps.includes(ip))
      throw new Refused(403, "Forbidden", "허용되지 않은 IP로 접근하고 있습니다.");
    return account;
  };
}
