import { expect, test } from "vitest";
import type { ShownMessage } from "@/lib/sandbox/show-room";
import { phoneItems } from "./phone-items";

const say = {
  day: (at: Date) => at.toISOString().slice(0, 10),
  time: (at: Date) => at.toISOString().slice(11, 16),
  photos: (count: number) => `${count}장`,
  photo: (index: number) => `사진 ${index}`,
};
const text = (seq: number, at: string): ShownMessage => ({
  seq,
  at,
  kind: "text",
  text: `글 ${seq}`,
  match: { kind: "unasked" },
});

test("a day begins at midnight in Korea", () => {
  const { firstDay, items } = phoneItems(
    [text(1, "2026-11-20T14:59:00Z"), text(2, "2026-11-20T15:00:00Z"), text(3, "2026-11-21T14:00:00Z")],
    5,
    2,
    say,
  );
  expect(firstDay).toBe("2026-11-20");
  expect(items.map((item) => item.kind)).toEqual(["text", "day", "text", "text"]);
  expect(items[0]).toMatchObject({ id: "1", time: "14:59", unread: 2 });
});

test("a picture is our small one where the bytes are the same, and links to what the room got", () => {
  const image = { sha256: "a".repeat(64), bytes: 1, mime: "image/png" };
  const { items } = phoneItems(
    [
      {
        seq: 1,
        at: "2026-11-20T00:00:00Z",
        kind: "images",
        images: [image, { ...image, key: "o/1/x.png", width: 40, height: 30 }],
        match: { kind: "unasked" },
      },
    ],
    5,
    0,
    say,
  );
  const received = `/api/sandbox/rooms/5/images/${image.sha256}`;
  expect(items).toMatchObject([
    {
      kind: "images",
      label: "2장",
      pictures: [
        { url: received, href: received, alt: "사진 1" },
        { url: "/api/images/o/1/x.png?thumb=1", href: received, width: 40, height: 30 },
      ],
    },
  ]);
});
