import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { SendRequest } from "./schema";

const read = (body: unknown) => z.safeParse(SendRequest, body);
const seed = { student_ids: [1, 2], send_to: "parent", message_mode: "sms", raw_body: "안녕하세요 " };

describe("the body of a send", () => {
  test("is the seed's, with its own names for recipients", () => {
    const { data } = read(seed);
    expect(data).toMatchObject({ customerIds: [1, 2], messageMode: "sms", rawBody: "안녕하세요", purpose: "info" });
    expect(read({ ...seed, student_ids: [1], recipient_ids: [3] }).data?.customerIds).toEqual([3, 1]);
  });
  test("an empty text, a blank sender and a strange number are told later, by their reasons", () => {
    const { data } = read({ message_mode: "lms", raw_body: " ", sender: " ", recipients: [{ phone: "abc" }] });
    expect(data).toMatchObject({ rawBody: null, sender: null, recipients: [{ phone: "abc" }] });
  });
  test("Korean wall time becomes an instant", () => {
    expect(read({ ...seed, send_at: "2026-12-01T09:00" }).data?.sendAt).toEqual(new Date("2026-12-01T00:00:00Z"));
  });
  test.each([
    [{ ...seed, message_mode: "fax" }],
    [{ ...seed, student_ids: [0] }],
    [{ ...seed, student_ids: ["1"] }],
    [{ ...seed, send_to: "everybody" }],
    [{ ...seed, template_id: -1 }],
    [{ ...seed, send_at: "2026-13-01T09:00" }],
    [{ ...seed, nonsense: 1 }],
    [{ ...seed, recipients: [{ phone: "010", variables: { 이름: 3 } }] }],
  ])("%j is refused", (body) => expect(read(body).success).toBe(false));
});
