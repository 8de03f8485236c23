import { eq } from "drizzle-orm";
import type { Db } from "../client";
import type { OrgLevel, Role } from "../enums";
import { orgs } from "../schema/orgs";
import { kbBots, kbRooms } from "../schema/rooms";
import { users } from "../schema/users";

let counter = 0;
const next = () => ++counter;
const now = () => new Date("2026-11-20T00:00:00.000Z");

export type PlantedOrg = { id: number; level: OrgLevel; name: string; path: string };

/** One organisation under `parent` (null = top). */
export async function plantOrg(db: Db, level: OrgLevel, parent: PlantedOrg | null): Promise<PlantedOrg> {
  const n = next();
  const name = `조직 ${n}`;
  const at = now();
  const values = {
    level,
    code: `T${n}`,
    name,
    parentId: parent?.id ?? null,
    path: `/tmp-${n}/`,
    createdAt: at,
    updatedAt: at,
  };
  const [inserted] = await db.insert(orgs).values(values).$returningId();
  const id = inserted!.id;
  const path = `${parent?.path ?? "/"}${id}/`;
  await db.update(orgs).set({ path }).where(eq(orgs.id, id));
  return { id, level, name, path };
}

/** A user whose password can't be used to sign in; the actor of most tests. */
export async function plantUser(db: Db, org: PlantedOrg, role: Role = "admin") {
  const mbId = `user${next()}`;
  const at = now();
  const values = { mbId, orgId: org.id, name: `사람 ${mbId}`, passwordHash: "!", role, createdAt: at, updatedAt: at };
  const [inserted] = await db.insert(users).values(values).$returningId();
  const id = inserted!.id;
  return { kind: "user" as const, userId: id, mbId, name: values.name, role, org: { ...org }, via: "session" as const };
}

/** An approved sandbox bot on a device of its own. */
export async function plantBot(db: Db, endpoint = "http://127.0.0.1:9", deviceId = `device-${next()}`) {
  const at = now();
  const values = {
    botName: `봇 ${next()}`,
    deviceId,
    gateway: "iris_plain" as const,
    isSandbox: true,
    endpoint,
    status: "approved" as const,
    createdAt: at,
    updatedAt: at,
  };
  const [inserted] = await db.insert(kbBots).values(values).$returningId();
  return { id: inserted!.id, ...values };
}

/** A production room of `org` on `bot`. */
export async function plantRoom(
  db: Db,
  org: PlantedOrg,
  bot: { id: number },
  over: Partial<typeof kbRooms.$inferInsert> = {},
) {
  const n = next();
  const at = now();
  const values = {
    roomId: `1844${n}`,
    botId: bot.id,
    name: `톡방 ${n}`,
    roomType: "production" as const,
    ownerOrgId: org.id,
    createdAt: at,
    updatedAt: at,
    ...over,
  };
  const [inserted] = await db.insert(kbRooms).values(values).$returningId();
  return { ...values, id: inserted!.id };
}
