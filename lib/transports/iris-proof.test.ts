import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChatRow, chatRows, evidenceOf, newestId, wasSeen } from "./iris-proof";
import type { SentCall } from "./port";

const row = (over: Partial<ChatRow>): ChatRow => ({ _id: "1", id: "10", type: "1", message: null, ...over });
const photos = (count: number): ChatRow =>
  row({ type: "27", attachment: JSON.stringify({ thumbnailUrls: Array(count).fill("u") }) });

test("a text is the same whatever ends its lines, and no other text is", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.string(), (lines, other) => {
      const sent = lines.join("\n");
      expect(wasSeen([row({ message: sent.replaceAll("\n", "\r\n") })], { kind: "text", text: sent })).not.toBeNull();
      const seen = wasSeen([row({ message: other })], { kind: "text", text: `${sent}!` });
      if (seen) expect(other.replace(/\r\n?/g, "\n").trimEnd()).toBe(`${sent}!`.replace(/\r\n?/g, "\n"));
    }),
  );
});

test("photos count: an album of another size is not ours, one that doesn't tell is", () => {
  const three = { kind: "images", count: 3 } as const;
  expect(wasSeen([photos(3)], three)).not.toBeNull();
  expect(wasSeen([photos(2)], three)).toBeNull();
  expect(wasSeen([row({ type: "27" })], three)).not.toBeNull();
  expect(wasSeen([row({ type: "2" }), row({ type: "2" })], three)).toBeNull();
  expect(wasSeen([row({ type: "2" }), row({ type: "2" }), row({ type: "2", id: "12" })], three)?.id).toBe("12");
  expect(wasSeen([row({ type: "1", message: "x" })], { kind: "images", count: 1 })).toBeNull();
});

test("answers are read with text or number columns, anything else is no evidence", () => {
  expect(newestId('{"data":[{"m":"7"}]}')).toBe("7");
  expect(newestId('{"data":[{"m":7}]}')).toBe("7");
  expect(newestId('{"data":[]}')).toBe("0");
  expect(chatRows('{"data":[{"_id":1,"id":2,"type":1,"message":"가"}]}')).toMatchObject([{ _id: "1", type: "1" }]);
  for (const bad of ["", "<html>", "null", "[]", '{"data":null}', '{"data":[{}]}', '{"data":[null]}']) {
    expect(chatRows(bad)).toBeNull();
    expect(newestId(bad)).toBeNull();
  }
});

test("a row is a call's only between its mark and the next one's, credited to nobody else, and never without a mark", () => {
  const log = fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** 62n }), { maxLength: 12 });
  const mark = fc.bigInt({ min: 0n, max: 2n ** 62n });
  fc.assert(
    fc.property(log, mark, fc.option(mark), fc.func(fc.boolean()), (ids, from, to, isTaken) => {
      const rows = ids.sort((a, b) => (a < b ? -1 : 1)).map((id) => row({ _id: `${id}`, id: `k${id}`, message: "가" }));
      const taken = rows.filter(({ id }) => isTaken(id)).map(({ id }) => id);
      const sent: SentCall = {
        mark: `${from}`,
        nextMark: to === null ? null : `${to}`,
        ref: null,
        taken,
        expected: { kind: "text", text: "가" },
      };
      const expected = ids.find((id) => id > from && (to === null || id <= to) && !taken.includes(`k${id}`));
      expect(evidenceOf(rows, sent)?._id).toBe(expected?.toString());
      expect(evidenceOf(rows, { ...sent, mark: null })).toBeNull();
      expect(evidenceOf(rows, { ...sent, mark: "?" })).toBeNull();
      expect(evidenceOf(rows, { ...sent, nextMark: "?" })).toBeNull();
    }),
  );
});
