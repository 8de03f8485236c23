import { expect, test } from "vitest";
import { type AccessFacts, type AccessRefusal, accessRefusal } from "./access-refusal";

const org = { id: 2, level: "branch" as const, name: "지점", path: "/1/2/", status: "active" as const };
const fine: AccessFacts = {
  log: { kind: "schedule", botId: 7, orgId: 2 },
  room: { botId: 7, ownerOrgId: 2, status: "active", roomType: "production", isDeleted: false },
  bot: { status: "approved", isDeleted: false },
  orgs: [{ status: "active" }, { status: "active" }],
  orgPath: "/1/2/",
  sender: { userId: 5, mbId: "kim", name: "김도착", role: "operator", status: "active", org },
};
const { log, room, bot } = fine;
const sender = fine.sender!;
const isTest = { ...log, kind: "test" as const };

test("nothing stands in the way of a run whose room, phone, organisations and writer are as they were", () => {
  expect(accessRefusal(fine)).toBeNull();
  expect(accessRefusal({ ...fine, log: { ...log, kind: "manual" } })).toBeNull();
  const testRoom = { ...room, roomType: "test" as const, ownerOrgId: 1 };
  expect(accessRefusal({ ...fine, log: isTest, room: testRoom })).toBeNull();
});

const changes: [string, AccessRefusal, Partial<AccessFacts>][] = [
  ["its room is deleted", "room_deleted", { room: { ...room, isDeleted: true } }],
  ["its room is closed", "room_inactive", { room: { ...room, status: "inactive" } }],
  ["its room is on another phone", "room_moved", { room: { ...room, botId: 8 } }],
  ["its room is somebody else's", "room_moved", { room: { ...room, ownerOrgId: 3 } }],
  ["a test would go to a real room", "room_not_test", { log: isTest }],
  ["an organisation above is closed", "org_inactive", { orgs: [{ status: "active" }, { status: "inactive" }] }],
  ["its writer is gone", "sender_disabled", { sender: null }],
  ["its writer is disabled", "sender_disabled", { sender: { ...sender, status: "disabled" } }],
  [
    "its writer's own organisation is closed",
    "sender_disabled",
    { sender: { ...sender, org: { ...org, status: "inactive" } } },
  ],
  ["its writer only looks now", "sender_no_access", { sender: { ...sender, role: "viewer" } }],
  [
    "its writer has moved elsewhere",
    "sender_no_access",
    { sender: { ...sender, org: { ...org, id: 3, path: "/1/3/" } } },
  ],
  ["its phone isn't approved", "bot_not_approved", { bot: { ...bot, status: "blocked" } }],
  ["its phone is deleted", "bot_not_approved", { bot: { ...bot, isDeleted: true } }],
];
test.each(changes)("it doesn't go where %s", (_, reason, change) => {
  expect(accessRefusal({ ...fine, ...change })).toBe(reason);
});
