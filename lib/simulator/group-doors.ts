import "server-only";
import * as z from "zod";
import { add, MessageInputs } from "./add-messages";
import { type Answer, type Call, invalid, notFound, Refused } from "./answer";
import { fireGroup, line } from "./fire-group";
import { type Group, groupStatusAt, groupView } from "./group";
import { GROUP_ID, newId } from "./ids";
import type { World } from "./world";

const Text = z.string().nullish();
const GroupInput = z
  .looseObject({
    appId: Text,
    strict: z.boolean().default(false),
    allowDuplicates: z.boolean().default(false),
    customFields: z.record(z.string().max(30), z.string().max(100)).default({}),
    sdkVersion: Text,
    osPlatform: Text,
  })
  .refine(({ customFields }) => Object.keys(customFields).length <= 10, "customFields: at most 10");
export type GroupInput = z.output<typeof GroupInput>;
const AddInput = z.object({ messages: MessageInputs });
const RemoveInput = z.object({ messageIds: z.array(z.string()).min(1).max(10_000) });
const ScheduleInput = z.object({ scheduledDate: z.string() });
const MAX_AHEAD_MS = 183 * 24 * 60 * 60_000;

/** @throws Refused (ValidationError) in words about the first thing wrong */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw invalid(`"${path.join(".")}" ${message}`);
}

export const parseGroup = (body: unknown): GroupInput => parsed(GroupInput, body);

/** Makes a PENDING group; nothing is sent. */
export function createGroup(world: World, { account, ip, at }: Call, input: GroupInput): Group {
  if (input.appId) throw new Refused(400, "InvalidAppId", "유효하지 않은 appId 입니다.");
  const groupId = newId("G4V", at);
  const { strict, allowDuplicates, customFields } = input;
  const log = [line(at, `[::ffff:${ip}] 메시지 그룹이 생성되었습니다.`)];
  const agent = { sdkVersion: input.sdkVersion ?? null, osPlatform: input.osPlatform ?? null };
  const { accountId } = account;
  world.record(
    {
      op: "create",
      group: { groupId, accountId, strict, allowDuplicates, customFields, ...agent, createdAt: at, log },
    },
    at,
  );
  return world.state.groups.get(groupId)!;
}

/** The caller's group. @throws Refused where the id is malformed, unknown, another's, or not to be seen yet */
export function groupOf(world: World, { account, params, seenAt }: Call): Group {
  const groupId = params[0]!;
  if (!GROUP_ID.test(groupId)) throw invalid("유효하지 않은 groupId 입니다.");
  const group = world.state.groups.get(groupId);
  if (!group || group.accountId !== account.accountId || group.createdAt > seenAt) throw notFound("그룹");
  return group;
}

const pendingOnly = (group: Group, at: number, errorCode: string, message: string) => {
  if (groupStatusAt(group, at) !== "PENDING") throw new Refused(400, errorCode, message);
};
const ok = (body: unknown): Answer => ({ status: 200, body });

/** What happens to groups. Writes see the world as it is, whatever reads are shown. */
export const groupDoors = (world: World) => {
  const at = (call: Call) => ({ ...call, seenAt: call.at });
  return {
    create: (call: Call) => ok(groupView(createGroup(world, call, parseGroup(call.body)), call.at)),
    group: (call: Call) => ok(groupView(groupOf(world, call), call.seenAt)),

    add(call: Call) {
      const group = groupOf(world, at(call));
      pendingOnly(group, call.at, "InvalidGroupStatus", "'PENDING' 상태의 그룹에만 메시지를 추가할 수 있습니다.");
      return ok(add(world, call, group, parsed(AddInput, call.body).messages));
    },

    remove(call: Call) {
      const group = groupOf(world, at(call));
      pendingOnly(group, call.at, "InvalidGroupStatus", "'PENDING' 상태의 그룹에서만 메시지를 삭제할 수 있습니다.");
      const { messageIds } = parsed(RemoveInput, call.body);
      const isHere = (id: string) => world.state.messages.get(id)?.groupId === group.groupId;
      const resultList = messageIds.map((messageId) => ({
        messageId,
        resultCode: isHere(messageId) ? "Success" : "NotFound",
      }));
      world.record({ op: "remove", groupId: group.groupId, messageIds: messageIds.filter(isHere) }, call.at);
      return ok({
        groupId: group.groupId,
        errorCount: resultList.filter((one) => one.resultCode !== "Success").length,
        resultList,
      });
    },

    send(call: Call) {
      const group = groupOf(world, at(call));
      fireGroup(world, group, call.at);
      return ok({ ...groupView(group, call.at - 1), status: group.status });
    },

    schedule(call: Call) {
      const group = groupOf(world, at(call));
      pendingOnly(group, call.at, "InvalidStatus", "'PENDING' 상태의 그룹만 예약 가능합니다.");
      const scheduledAt = scheduleInstant(parsed(ScheduleInput, call.body).scheduledDate, call.at);
      world.record(
        { op: "schedule", groupId: group.groupId, scheduledAt, line: line(call.at, "발송 예약을 했습니다.") },
        call.at,
      );
      return ok(groupView(group, call.at));
    },

    unschedule(call: Call) {
      const group = groupOf(world, at(call));
      if (group.status !== "SCHEDULED") throw new Refused(400, "InvalidStatus", "예약된 그룹이 아닙니다.");
      const to = world.state.settings.cancelTo;
      world.record(
        { op: "unschedule", groupId: group.groupId, to, line: line(call.at, "발송 예약을 취소했습니다.") },
        call.at,
      );
      return ok(groupView(group, call.at));
    },

    delete(call: Call) {
      const group = groupOf(world, at(call));
      pendingOnly(group, call.at, "NotOperationalStatus", "PENDING 상태의 그룹만 삭제할 수 있습니다.");
      world.record(
        { op: "delete", groupId: group.groupId, line: line(call.at, "메시지 그룹이 삭제되었습니다.") },
        call.at,
      );
      return ok(groupView(group, call.at));
    },
  };
};

/** @throws Refused where it is no date, past, or more than six months ahead */
export function scheduleInstant(text: string, now: number): number {
  const at = Date.parse(text);
  const isFine = Number.isFinite(at) && at > now && at <= now + MAX_AHEAD_MS;
  if (!isFine) throw new Refused(400, "InvalidScheduledDate", "예약 시각은 현재 이후, 6개월 이내여야 합니다.");
  return at;
}
