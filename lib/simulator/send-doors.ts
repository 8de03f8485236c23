import "server-only";
import * as z from "zod";
import { add, MessageInputs } from "./add-messages";
import { type Answer, type Call, Refused } from "./answer";
import { statusMessageOf } from "./codes";
import { fireGroup, line } from "./fire-group";
import { groupView } from "./group";
import { createGroup, parsed, parseGroup, scheduleInstant } from "./group-doors";
import { addedView, MessageInput } from "./message";
import type { World } from "./world";

const Agent = z.looseObject({
  appId: z.string().nullish(),
  sdkVersion: z.string().optional(),
  osPlatform: z.string().optional(),
});
const ManyInput = z.looseObject({
  messages: MessageInputs,
  scheduledDate: z.string().nullish(),
  strict: z.boolean().optional(),
  allowDuplicates: z.boolean().optional(),
  showMessageList: z.boolean().default(false),
  customFields: z.record(z.string(), z.string()).optional(),
  agent: Agent.optional(),
});
const OneInput = z.looseObject({ message: MessageInput, agent: Agent.optional() });

/** Create, add and send in one call. Not idempotent, as at Solapi. */
export const sendDoors = (world: World) => ({
  "send-many"(call: Call): Answer {
    const { messages, scheduledDate, strict, allowDuplicates, showMessageList, customFields, agent } = parsed(
      ManyInput,
      call.body,
    );
    const scheduledAt = scheduledDate ? Date.parse(scheduledDate) : null;
    if (scheduledAt !== null && !(scheduledAt <= call.at)) scheduleInstant(scheduledDate!, call.at);
    const group = createGroup(world, call, parseGroup({ ...agent, strict, allowDuplicates, customFields }));
    add(world, call, group, messages);
    const { groupId } = group;
    const taken = group.messages.filter((message) => !message.refusal);
    // A past date sends at once: Solapi's trap, kept.
    if (taken.length > 0 && scheduledAt !== null && scheduledAt > call.at)
      world.record({ op: "schedule", groupId, scheduledAt, line: line(call.at, "발송 예약을 했습니다.") }, call.at);
    else if (taken.length > 0) fireGroup(world, group, call.at);
    const refused = group.messages.filter((message) => message.refusal);
    const shown = taken.map(({ messageId, customFields: fields }) => ({
      messageId,
      statusCode: "2000",
      statusMessage: statusMessageOf("2000"),
      customFields: fields,
    }));
    return {
      status: 200,
      body: {
        failedMessageList: refused.map(addedView),
        ...(showMessageList && { messageList: shown }),
        groupInfo: { ...groupView(group, call.at - 1), status: group.status },
      },
    };
  },

  "send-one"(call: Call): Answer {
    const { message, agent } = parsed(OneInput, call.body);
    const group = createGroup(world, call, parseGroup(agent));
    add(world, call, group, [message]);
    const [first] = group.messages;
    if (first!.refusal) {
      const { messageId, refusal } = first!;
      throw new Refused(400, "InvalidStatusCode", `${messageId} 의 statusCode(${refusal})가 유효하지 않습니다.`);
    }
    fireGroup(world, group, call.at);
    return { status: 200, body: { groupId: group.groupId, ...addedView(first!) } };
  },
});
