import * as z from "zod";
import { botStatuses, roomStatuses, roomTypes } from "@/db/enums";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";
import { botFields, roomFields } from "./input-schema";

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const dropAbsent = <T extends object>(value: T): Present<T> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;

const version = z.int({ error: "badValue" }).positive({ error: "badValue" }).optional();

/** What an answer carries besides; sending it back changes nothing. */
const ignored = z.unknown().optional();
const roomEcho = {
  effectiveLimits: ignored,
  limitOrigins: ignored,
  limitChain: ignored,
  ownerOrg: ignored,
  bot: ignored,
  memberCount: ignored,
  lastRunAt: ignored,
  today: ignored,
  recent: ignored,
  activeSchedules: ignored,
};

/** A change of a room: what is left out stays. `version` is the one the editor saw; without it the last one wins. */
export const RoomUpdate = z
  .strictObject({ ...z.object(roomFields).partial().shape, ...roomEcho, id: rowId, version })
  .transform(({ id, version, roomId, name, roomType, botId, ownerOrgId, status, limits }) => ({
    id,
    version,
    change: dropAbsent({ roomId, name, roomType, botId, ownerOrgId, status, limits }),
  }));
export type RoomUpdate = z.output<typeof RoomUpdate>;

const botEcho = {
  health: ignored,
  hasSecret: ignored,
  lastSeenAt: ignored,
  breakerOpenUntil: ignored,
  roomCount: ignored,
  waiting: ignored,
  runsToday: ignored,
};

/** A change of a bot: what is left out stays. */
export const BotUpdate = z
  .strictObject({ ...z.object(botFields).partial().shape, ...botEcho, id: rowId, version })
  .transform(({ id, version, botName, deviceId, gateway, isSandbox, endpoint, status, secret }) => ({
    id,
    version,
    change: dropAbsent({ botName, deviceId, gateway, isSandbox, endpoint, status, secret }),
  }));
export type BotUpdate = z.output<typeof BotUpdate>;

export const OneInput = z.strictObject({ id: rowId });
/** Deleting: `version` as in a change. */
export const DeleteInput = z.strictObject({
  id: rowId,
  version: rowId.optional(),
});

const filter = {
  cursor: z.string().max(400).optional(),
  limit: pageLimit,
};
const search = z
  .string()
  .max(100)
  .transform((text) => text.normalize("NFC").trim())
  .optional();

export const RoomFilter = z.strictObject({
  ...filter,
  org: rowId.optional(),
  bot: rowId.optional(),
  type: z.enum(roomTypes).optional(),
  status: z.enum(roomStatuses).optional(),
  q: search,
});
export type RoomFilter = z.output<typeof RoomFilter>;

export const BotFilter = z.strictObject({ ...filter, status: z.enum(botStatuses).optional(), q: search });
export type BotFilter = z.output<typeof BotFilter>;
