import * as z from "zod";
import { botStatuses, gateways, roomStatuses, roomTypes } from "@/db/enums";
import { displayName } from "@/lib/orgs/display-name";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";
import { parseEndpoint } from "./endpoint";

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const dropAbsent = <T extends object>(value: T): Present<T> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;

// Every message is a key of the errors catalogue that needs no parameters, so a form can show it with t(message).
const line = (max: number, required: string, tooLong: string) =>
  z
    .string({ error: required })
    .transform(displayName)
    .pipe(
      z
        .string()
        .min(1, { error: required })
        .refine((text) => [...text].length <= max, { error: tooLong }),
    );

const bodyId = (error: string) => z.int({ error }).positive({ error });
const version = z.int({ error: "badValue" }).positive({ error: "badValue" }).optional();

/** KakaoTalk's channel id: a number too long for JavaScript, hence text; other gateways may name rooms otherwise. */
const channelId = z
  .string({ error: "channelIdRequired" })
  .trim()
  .min(1, { error: "channelIdRequired", abort: true })
  .regex(/^[\w.:-]{1,100}$/, { error: "channelIdBad" });

const limit = (max: number) =>
  z
    .int({ error: "limitNotWhole" })
    .min(1, { error: "limitTooSmall" })
    .max(max, { error: "limitTooLarge" })
    .nullable()
    .default(null);

/** Limits of a room's own; what is null or left out is inherited (rulings 29). */
export const LimitsInput = z.strictObject({
  minGapSeconds: limit(86_400),
  perMinute: limit(1000),
  perHour: limit(10_000),
  callsPerDay: limit(100_000),
  runsPerDay: limit(100_000),
});

const roomFields = {
  roomId: channelId,
  name: line(100, "roomNameRequired", "roomNameTooLong"),
  roomType: z.enum(roomTypes, { error: "roomTypeRequired" }),
  botId: bodyId("botRequired"),
  ownerOrgId: bodyId("ownerRequired"),
  status: z.enum(roomStatuses, { error: "badValue" }),
  limits: LimitsInput,
};
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

export const RoomInput = z.strictObject({
  ...roomFields,
  status: roomFields.status.default("active"),
  limits: LimitsInput.nullish().transform((limits) => limits ?? LimitsInput.parse({})),
});
export type RoomInput = z.output<typeof RoomInput>;

/** A change of a room: what is left out stays. `version` is the one the editor saw; without it the last one wins. */
export const RoomUpdate = z
  .strictObject({ ...z.object(roomFields).partial().shape, ...roomEcho, id: rowId, version })
  .transform(({ id, version, roomId, name, roomType, botId, ownerOrgId, status, limits }) => ({
    id,
    version,
    change: dropAbsent({ roomId, name, roomType, botId, ownerOrgId, status, limits }),
  }));
export type RoomUpdate = z.output<typeof RoomUpdate>;

const botFields = {
  botName: line(30, "botNameRequired", "botNameTooLong"),
  deviceId: z
    .string({ error: "deviceIdRequired" })
    .trim()
    .min(1, { error: "deviceIdRequired", abort: true })
    .regex(/^[\w.:-]{1,100}$/, { error: "deviceIdBad" }),
  gateway: z.enum(gateways, { error: "gatewayRequired" }),
  isSandbox: z.boolean({ error: "badValue" }),
  endpoint: z
    .string({ error: "endpointRequired" })
    .min(1, { error: "endpointRequired", abort: true })
    .max(255, { error: "endpointBad", abort: true })
    .transform((text, context) => {
      const endpoint = parseEndpoint(text);
      if (endpoint === null) context.issues.push({ code: "custom", message: "endpointBad", input: text });
      return endpoint ?? "";
    }),
  status: z.enum(botStatuses, { error: "badValue" }),
  /** Written, never read back. An empty one removes what is stored. */
  secret: z.string({ error: "badValue" }).max(200, { error: "secretTooLong" }),
};
const botEcho = {
  health: ignored,
  hasSecret: ignored,
  lastSeenAt: ignored,
  breakerOpenUntil: ignored,
  roomCount: ignored,
  waiting: ignored,
  runsToday: ignored,
};

export const BotInput = z.strictObject({
  ...botFields,
  isSandbox: botFields.isSandbox.default(false),
  status: botFields.status.default("pending"),
  secret: botFields.secret.optional(),
});
export type BotInput = z.output<typeof BotInput>;

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
