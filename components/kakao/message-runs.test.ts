import { expect, test } from "vitest";
import type { KakaoItem } from "./kakao-room";
import { messageRuns } from "./message-runs";

const text = (id: string): KakaoItem => ({ id, kind: "text", text: id });
const note = (id: string): KakaoItem => ({ id, kind: "note", text: id });
const day = (id: string): KakaoItem => ({ id, kind: "day", text: id });
const shape = (items: KakaoItem[]) =>
  messageRuns(items).map((run) =>
    run.kind === "messages" ? [run.named, ...run.messages.map((one) => one.id)] : run.kind,
  );

test("messages in a row share one face, a wait doesn't show it again, a day does", () => {
  expect(shape([text("a"), text("b"), note("n"), text("c"), day("d"), text("e"), text("f")])).toEqual([
    [true, "a", "b"],
    "note",
    [false, "c"],
    "day",
    [true, "e", "f"],
  ]);
  expect(shape([day("d"), note("n"), text("a")])).toEqual(["day", "note", [true, "a"]]);
  expect(shape([])).toEqual([]);
});
