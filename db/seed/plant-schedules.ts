import type { Executor } from "../client";
import { kbSchedule, messageTemplates } from "../schema/schedules";
import { orgBySlug } from "./organisations";
import { storyPeople } from "./people";
import { roomByKey, storyBots } from "./rooms";
import { type StorySchedule, storySchedules } from "./schedules";
import { pastEnd, STORY_DAYS } from "./story-clock";
import { storyTemplates } from "./templates";
import type { SeedTools, StoryRecurrence } from "./tools";

const MINUTE_MS = 60_000;

/** When a schedule of the story falls due, with the moment of telling filled in. */
function recurrenceOf({ when }: StorySchedule, now: Date, tools: SeedTools): StoryRecurrence {
  const base = { scheduleDate: null, scheduleWeekdays: [] };
  if ("daily" in when) return { ...base, scheduleType: "daily", scheduleTime: when.daily };
  if ("weekly" in when)
    return { scheduleDate: null, scheduleType: "weekly", scheduleTime: when.weekly, scheduleWeekdays: when.on };
  const moment =
    "onceInMinutes" in when
      ? new Date(Math.ceil(now.getTime() / MINUTE_MS) * MINUTE_MS + when.onceInMinutes * MINUTE_MS)
      : tools.kstInstant(now, when.onceOn, when.at);
  const [scheduleDate = "", scheduleTime = ""] = tools.kstWallTime(moment).split("T");
  return { ...base, scheduleType: "once", scheduleTime, scheduleDate };
}

/** The rows of kb_schedule. `keyOf` gives the stored key of a picture. */
export function scheduleRows(now: Date, tools: SeedTools, keyOf: (mbId: string, picture: string) => string) {
  const createdAt = tools.kstInstant(now, -STORY_DAYS - 1, "14:00");
  return storySchedules.map((story, i) => {
    const room = roomByKey.get(story.room)!;
    const org = orgBySlug.get(room.org)!;
    const rule = recurrenceOf(story, now, tools);
    const [before, after] = story.valid ?? [STORY_DAYS, 120];
    const validity = {
      validFrom: tools.kstInstant(now, -before, "00:00"),
      validUntil: tools.kstInstant(now, after, "23:59"),
    };
    const status = story.status ?? "active";
    const fresh = "onceInMinutes" in story.when;
    return {
      id: i + 1,
      title: story.title,
      description: story.description ?? null,
      createdByType: org.level,
      createdById: org.id,
      createdByMbId: story.by,
      ownerOrgId: org.id,
      roomRef: room.id,
      targetBotName: storyBots.find((bot) => bot.id === room.bot)!.botName,
      targetRoomId: room.roomId,
      messageText: story.text ?? null,
      messageImages1: (story.images1 ?? []).map((picture) => keyOf(story.by, picture)),
      messageImages2: (story.images2 ?? []).map((picture) => keyOf(story.by, picture)),
      sendOrder: story.order ?? ("text_first" as const),
      sendIntervalSeconds: story.intervalSeconds ?? 1,
      mediaWaitTime1: story.wait1 ?? 0,
      mediaWaitTime2: story.wait2 ?? 0,
      ...rule,
      ...validity,
      status,
      priority: story.priority ?? 5,
      catchUpMinutes: story.catchUpMinutes ?? 5,
      nextSendAt: status === "active" ? tools.nextOccurrence(rule, validity, pastEnd(now)) : null,
      createdAt: fresh ? now : createdAt,
      updatedAt: fresh ? now : story.off ? tools.kstInstant(now, ...story.off) : createdAt,
    };
  });
}

export type ScheduleRow = ReturnType<typeof scheduleRows>[number];

export const plantSchedules = (tx: Executor, rows: ScheduleRow[]) => tx.insert(kbSchedule).values(rows);

export async function plantTemplates(tx: Executor, createdAt: Date): Promise<void> {
  const userId = new Map(storyPeople.map((person) => [person.mbId, person.id]));
  await tx.insert(messageTemplates).values(
    storyTemplates.map(({ org, by, ...template }) => ({
      ...template,
      kind: "room" as const,
      orgId: orgBySlug.get(org)!.id,
      createdBy: userId.get(by)!,
      createdAt,
      updatedAt: createdAt,
    })),
  );
}
