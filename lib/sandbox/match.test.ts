import fc from "fast-check";
import { expect, test } from "vitest";
import { chatLogId, type Received } from "@/lib/transports/sandbox-port";
import { type LedgerPart, matchReceived } from "./match";
import { runSummary } from "./run-summary";

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 5, 0, second));
const text = (seq: number, words = "귤"): Received => ({ seq, at: at(seq).toISOString(), kind: "text", text: words });
const photos = (seq: number, ...sha256: string[]): Received => ({
  seq,
  at: at(seq).toISOString(),
  kind: "images",
  images: sha256.map((one) => ({ sha256: one, bytes: 1, mime: "image/png" })),
});
const part = (seq: number, over: Partial<LedgerPart> = {}): LedgerPart => ({
  logId: 7,
  seq,
  kind: "text",
  ref: null,
  startedAt: at(0),
  finishedAt: at(1),
  content: { kind: "text", text: "귤" },
  ...over,
});
const kinds = (messages: Received[], parts: LedgerPart[]) => matchReceived(messages, parts).map(({ kind }) => kind);

test("what was proved is compared word for word and byte for byte", () => {
  const proved = part(0, { ref: chatLogId(1) });
  expect(kinds([text(1)], [proved])).toEqual(["same"]);
  expect(kinds([text(1, "귤\r\n")], [proved])).toEqual(["same"]);
  expect(kinds([text(1, "딸기")], [proved])).toEqual(["different"]);
  const album = part(1, { kind: "images_1", ref: chatLogId(2), content: { kind: "images", sha256: ["a", "b"] } });
  expect(kinds([photos(2, "a", "b")], [album])).toEqual(["same"]);
  expect(kinds([photos(2, "b", "a")], [album])).toEqual(["different"]);
  expect(kinds([photos(2, "a")], [album])).toEqual(["different"]);
});

test("an unproved call answers for the message with its content, a second copy is told as one", () => {
  expect(kinds([text(1), text(2)], [part(0)])).toEqual(["same", "again"]);
  expect(kinds([text(1), text(2)], [part(0, { ref: chatLogId(1) })])).toEqual(["same", "again"]);
  expect(kinds([text(1), text(2)], [part(0, { ref: chatLogId(2) })])).toEqual(["again", "same"]);
});

test("a second copy isn't taken for an older run's lost message", () => {
  const lost = part(0, { logId: 6, startedAt: at(0) });
  const proved = part(0, { logId: 7, startedAt: at(5), ref: chatLogId(6) });
  expect(kinds([text(6), text(7)], [lost, proved])).toEqual(["same", "again"]);
});

test("what nobody sent, and what was sent only later, is nobody's", () => {
  expect(kinds([text(1, "직접 보낸 것")], [part(0)])).toEqual(["unasked"]);
  expect(kinds([text(1)], [part(0, { startedAt: at(9) })])).toEqual(["unasked"]);
  expect(kinds([text(1)], [part(0, { startedAt: null })])).toEqual(["unasked"]);
});

test("no call ever answers for two messages", () => {
  const messages = fc.array(fc.constantFrom("가", "나"), { maxLength: 8 });
  const parts = fc.array(fc.record({ words: fc.constantFrom("가", "나"), ref: fc.option(fc.nat(8)) }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(messages, parts, (words, given) => {
      const ledger = given.map(({ words: own, ref }, seq) =>
        part(seq, { content: { kind: "text", text: own }, ref: ref === null ? null : chatLogId(ref) }),
      );
      const found = matchReceived(
        words.map((own, i) => text(i + 1, own)),
        ledger,
      ).flatMap((match) => (match.kind === "same" || match.kind === "different" ? [match.seq] : []));
      expect(new Set(found).size).toBe(found.length);
    }),
  );
});

test("the summary counts the newest run's calls once and names the slowest only where it was slow", () => {
  const parts = [
    part(0, { ref: chatLogId(1) }),
    part(1, {
      kind: "images_1",
      ref: chatLogId(3),
      startedAt: at(0),
      finishedAt: at(8),
      content: { kind: "images", sha256: ["a", "b"] },
    }),
  ];
  const messages = [text(1), text(2), photos(3, "a", "b")];
  const summary = runSummary(
    { logId: 7, startedAt: at(0).toISOString(), parts: 3 },
    messages,
    matchReceived(messages, parts),
  );
  expect(summary).toEqual({
    logId: 7,
    startedAt: at(0).toISOString(),
    parts: 3,
    received: 2,
    texts: 1,
    photos: 2,
    firstAt: at(1).toISOString(),
    lastAt: at(3).toISOString(),
    slowest: { partKind: "images_1", tookMs: 8000 },
  });
  expect(
    runSummary({ logId: 8, startedAt: at(5).toISOString(), parts: 2 }, messages, matchReceived(messages, parts)),
  ).toMatchObject({
    received: 0,
    firstAt: null,
    slowest: null,
  });
});
