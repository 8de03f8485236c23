import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OrgLevel, orgLevels, type Role, roles } from "@/db/enums";
import type { Actor } from "./actor";
import { type Action, actions, can, mayEver, mayGrant } from "./can";
import { childPath, isSelfOrBelow, pathIds } from "./org-path";

const actor = (role: Role, level: OrgLevel = "agency", path = "/1/4/"): Actor => ({
  kind: "user",
  userId: 1,
  mbId: "a",
  name: "가람",
  role,
  org: { id: 4, level, name: "성남대리점", path },
  via: "session",
});

/** Rulings 26, one line per action: viewer, operator, admin of any organisation, admin of the headquarters. */
const table: Record<Action, [viewer: boolean, operator: boolean, admin: boolean, hqAdmin: boolean]> = {
  "org.read": [true, true, true, true],
  "org.write": [false, false, true, true],
  "user.read": [true, true, true, true],
  "user.write": [false, false, true, true],
  "bot.read": [true, true, true, true],
  "bot.write": [false, false, false, true],
  "room.read": [true, true, true, true],
  "room.write": [false, false, true, true],
  "limit.write": [false, false, true, true],
  "schedule.read": [true, true, true, true],
  "schedule.write": [false, true, true, true],
  "template.read": [true, true, true, true],
  "template.write": [false, true, true, true],
  "image.read": [true, true, true, true],
  "image.write": [false, true, true, true],
  "log.read": [true, true, true, true],
  "log.decide": [false, true, true, true],
  "log.send": [false, true, true, true],
  "customer.read": [true, true, true, true],
  "customer.write": [false, true, true, true],
  "message.read": [true, true, true, true],
  "message.send": [false, true, true, true],
  "coverage.read": [true, true, true, true],
  "coverage.recover": [false, false, true, true],
  "coverage.recover_all": [false, false, false, true],
  "history.import": [false, false, false, true],
  "number.reveal": [false, false, true, true],
  "tenant.read": [true, true, true, true],
  "tenant.write": [false, false, true, true],
  "sender.request": [false, false, true, true],
  "sender.verify": [false, false, false, true],
  "credit.write": [false, false, false, true],
  "audit.read": [false, false, true, true],
  "alert.read": [true, true, true, true],
  "alert.write": [false, false, false, true],
  "customer_image.read": [true, true, true, true],
  "customer_image.write": [false, true, true, true],
  "image_sync.read": [false, false, false, true],
  "image_sync.run": [false, false, false, true],
  "image_sync.purge": [false, false, false, true],
  "drill.run": [false, false, false, true],
  "diagnosis.read": [true, true, true, true],
  "diagnosis.probe": [false, true, true, true],
};

test("the table names every action", () => {
  expect(Object.keys(table).sort()).toEqual([...actions].sort());
});

describe.each(actions)("%s", (action) => {
  const [viewer, operator, admin, hqAdmin] = table[action];

  test("below the own organisation it is the role that decides", () => {
    for (const level of orgLevels.filter((one) => one !== "hq")) {
      expect(can(actor("viewer", level), action, "/1/4/17/")).toBe(viewer);
      expect(can(actor("operator", level), action, "/1/4/17/")).toBe(operator);
      expect(can(actor("admin", level), action, "/1/4/17/")).toBe(admin);
    }
    expect(can(actor("viewer", "hq", "/1/"), action, "/1/4/")).toBe(viewer);
    expect(can(actor("operator", "hq", "/1/"), action, "/1/4/")).toBe(operator);
    expect(can(actor("admin", "hq", "/1/"), action, "/1/4/")).toBe(hqAdmin);
  });

  test("above, beside and in look-alike numbers nobody may do anything", () => {
    for (const role of roles)
      for (const owner of ["/", "/1/", "/1/5/", "/1/44/", "/1/40/4/", "/2/1/4/", "/4/"])
        expect(can(actor(role), action, owner)).toBe(false);
  });

  test("the product itself may do everything", () => {
    expect(can({ kind: "system", job: "tick" }, action, "/9/")).toBe(true);
    expect(mayEver({ kind: "system", job: "tick" }, action)).toBe(true);
  });
});

test("nobody grants more than they have", () => {
  const granted = roles.map((own) => roles.filter((role) => mayGrant(actor(own), role)));
  expect(Object.fromEntries(roles.map((role, i) => [role, granted[i]]))).toEqual({
    admin: ["admin", "operator", "viewer"],
    operator: ["operator", "viewer"],
    viewer: ["viewer"],
  });
});

test("a path lies below another exactly when its ids begin with the other's", () => {
  const ids = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 4 });
  const toPath = (list: number[]) => list.reduce<string | null>((parent, id) => childPath(parent, id), null) ?? "/";
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      expect(pathIds(toPath(a))).toEqual(a);
      expect(isSelfOrBelow(toPath(a), toPath(b))).toBe(b.every((id, i) => a[i] === id));
    }),
  );
});
