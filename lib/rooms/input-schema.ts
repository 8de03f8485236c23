import * as z from "zod/mini";
import { botStatuses, gateways, roomStatuses, roomTypes } from "@/db/enums";
import { displayName } from "@/lib/orgs/display-name";
import { parseEndpoint } from "./endpoint";

// In zod's small dialect, because the forms carry it to the browser. Every message is a key of the errors catalogue that
// needs no parameters, so a form can show it with t(message).
const line = (max: number, required: string, tooLong: string) =>
  z.pipe(
    z.pipe(z.string({ error: required }), z.transform(displayName)),
    z.string().check(
      z.minLength(1, { error: required }),
      z.refine((text) => [...text].length <= max, { error: tooLong }),
    ),
  );

const bodyId = (error: string) => z.int({ error }).check(z.positive({ error }));

/** What names a thing at KakaoTalk or on a phone. KakaoTalk's channel ids are numbers too long for JavaScript, hence text. */
const foreignId = (required: string, bad: string) =>
  z
    .string({ error: required })
    .check(z.trim(), z.minLength(1, { error: required, abort: true }), z.regex(/^[\w.:-]{1,100}$/, { error: bad }));

const limit = (max: number) =>
  z._default(
    z.nullable(
      z
        .int({ error: "limitNotWhole" })
        .check(z.gte(1, { error: "limitTooSmall" }), z.lte(max, { error: "limitTooLarge" })),
    ),
    null,
  );

/** Limits of a room's own; what is null or left out is inherited (rulings 29). */
export const LimitsInput = z.strictObject({
  minGapSeconds: limit(86_400),
  perMinute: limit(1000),
  perHour: limit(10_000),
  callsPerDay: limit(100_000),
  runsPerDay: limit(100_000),
});

export const roomFields = {
  roomId: foreignId("channelIdRequired", "channelIdBad"),
  name: line(100, "roomNameRequired", "roomNameTooLong"),
  roomType: z.enum(roomTypes, { error: "roomTypeRequired" }),
  botId: bodyId("botRequired"),
  ownerOrgId: bodyId("ownerRequired"),
  status: z.enum(roomStatuses, { error: "badValue" }),
  limits: LimitsInput,
};

export const RoomInput = z.strictObject({
  ...roomFields,
  status: z._default(roomFields.status, "active"),
  limits: z.pipe(
    z.nullish(LimitsInput),
    z.transform((limits) => limits ?? LimitsInput.parse({})),
  ),
});
export type RoomInput = z.output<typeof RoomInput>;

export const botFields = {
  botName: line(30, "botNameRequired", "botNameTooLong"),
  deviceId: foreignId("deviceIdRequired", "deviceIdBad"),
  gateway: z.enum(gateways, { error: "gatewayRequired" }),
  isSandbox: z.boolean({ error: "badValue" }),
  endpoint: z.pipe(
    z
      .string({ error: "endpointRequired" })
      .check(
        z.minLength(1, { error: "endpointRequired", abort: true }),
        z.maxLength(255, { error: "endpointBad", abort: true }),
      ),
    z.transform((text, context) => {
      const endpoint = parseEndpoint(text);
      if (endpoint === null) context.issues.push({ code: "custom", message: "endpointBad", input: text });
      return endpoint ?? "";
    }),
  ),
  status: z.enum(botStatuses, { error: "badValue" }),
  /** Written, never read back. An empty one removes what is stored. */
  secret: z.string({ error: "badValue" }).check(z.maxLength(200, { error: "secretTooLong" })),
};

export const BotInput = z.strictObject({
  ...botFields,
  isSandbox: z._default(botFields.isSandbox, false),
  status: z._default(botFields.status, "pending"),
  secret: z.optional(botFields.secret),
});
export type BotInput = z.output<typeof BotInput>;
