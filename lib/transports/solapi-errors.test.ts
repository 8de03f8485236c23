import fc from "fast-check";
import { expect, test } from "vitest";
import { groupWord, refusalOf } from "./solapi-errors";

const answer = (httpStatus: number, errorCode: string | null, errorMessage: string | null = null) => ({
  httpStatus,
  errorCode,
  errorMessage,
});

test.each([
  [401, "Unauthorized", null, "auth_failed"],
  [400, "InvalidApiKey", null, "auth_failed"],
  [403, "InvalidAPIKey", null, "auth_failed"],
  [403, "SignatureDoesNotMatch", null, "auth_failed"],
  [400, "ValidationError", "apiKey length must be 16 characters long", "auth_failed"],
  [400, "ValidationError", "유효하지 않은 groupId", "invalid"],
  [403, "RequestTimeTooSkewed", null, "clock_skew"],
  [403, "DuplicatedSignature", null, "unavailable"],
  [403, "Forbidden", "허용되지 않은 IP로 접근하고 있습니다.", "ip_not_allowed"],
  [403, "Forbidden", "잘못된 접근", "auth_failed"],
  [403, "InvalidIpAddress", null, "ip_not_allowed"],
  [402, "NotEnoughBalance", null, "no_balance"],
  [400, "BalanceInsufficient", null, "no_balance"],
  [402, null, null, "no_balance"],
  [400, "FailedToAddMessage", "발신번호가 등록되지 않았습니다", "sender_unregistered"],
  [400, "InvalidStatusCode", "M4V 의 statusCode(1062)", "sender_unregistered"],
  [400, "InvalidSenderId", null, "sender_unregistered"],
  [400, "BlockedApp", null, "app_blocked"],
  [400, "RecipientsTooMany", null, "invalid"],
  [404, "ResourceNotFound", null, "not_found"],
  [429, "TooManyRequests", null, "throttled"],
  [429, "HTTP_429", null, "throttled"],
  [400, "FailedGroup", null, "group_state"],
  [400, "somethingNew", null, "invalid"],
  [500, "InternalError", null, "unavailable"],
])("HTTP %s %s %s is %s", (status, code, message, reason) =>
  expect(refusalOf(answer(status, code, message)).reason).toBe(reason),
);

test.each([
  ["GroupInProcessing", "sent"],
  ["AlreadySent", "sent"],
  ["ScheduledGroup", "scheduled"],
  ["FailedGroup", "failed"],
  ["DeletedGroup", "deleted"],
  ["NotOperationalStatus", "other"],
  ["InvalidGroupStatus", "other"],
  ["NotEnoughBalance", null],
])("%s says of the group: %s", (code, word) => {
  expect(groupWord(answer(400, code))).toBe(word);
  expect(groupWord(answer(403, code.toUpperCase()))).toBe(word);
  // A server that broke down says nothing for certain.
  expect(groupWord(answer(500, code))).toBe(null);
});

test("an error code is read whatever its case", () => {
  const codes = fc.constantFrom("Unauthorized", "InvalidApiKey", "NotEnoughBalance", "TooManyRequests", "FailedGroup");
  fc.assert(
    fc.property(codes, fc.constantFrom(400, 401, 403), fc.func(fc.boolean()), (code, status, upper) => {
      const odd = [...code].map((c, i) => (upper(i) ? c.toUpperCase() : c.toLowerCase())).join("");
      expect(refusalOf(answer(status, odd)).reason).toBe(refusalOf(answer(status, code)).reason);
    }),
  );
});

test("what a refusal is told by never repeats the provider's sentence", () => {
  const refusal = refusalOf(answer(400, "FailedToAddMessage", "01000001234 발신번호 미등록"));
  expect(JSON.stringify(refusal)).not.toContain("01000001234");
});
