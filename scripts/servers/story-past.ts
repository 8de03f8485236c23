import { customersBelow, elsewhere, groupCode, groupRecipients, oldStories } from "@/db/seed/past-history";
import { storyTenants } from "@/db/seed/tenants";
import type { PastInput } from "@/lib/simulator/past";
import { instantOf, kstDayNumber, parseTime } from "@/lib/time/kst";

/** The platform's account: of the story's old messages none was sent with another. */
const ACCOUNT = "10000001";

/** What Solapi remembers of the time before: groups the old system sent, and what was sent with the same account from elsewhere. */
export function storyPast(now: Date): PastInput[] {
  const at = (days: number, time: string) => instantOf(kstDayNumber(now) - days, parseTime(time) ?? 0).toISOString();
  const old = oldStories.flatMap((story): PastInput[] => {
    if (story.groupId === null) return [];
    const { number } = storyTenants.find(({ id }) => id === story.tenant)!.senders[0]!;
    const messages = groupRecipients(story).flatMap((to, n) => {
      const statusCode = groupCode(story, n);
      return statusCode === null ? [] : [{ to, statusCode }];
    });
    const { groupId, mode, title, body } = story;
    return [
      {
        ...{ accountId: ACCOUNT, groupId, sentAt: at(story.days, "10:02"), from: number, messages },
        ...{ type: mode.toUpperCase(), text: `[새봄청과] ${title}. ${body}` },
      },
    ];
  });
  const foreign = elsewhere.map(({ days, time, org, to, ...rest }, i) => ({
    ...{ accountId: ACCOUNT, groupId: `G4V20260601090000ELSEWHERE00000${i}`, sentAt: at(days, time), ...rest },
    messages: customersBelow(org)
      .slice(0, to)
      .flatMap(({ digits }) => (digits === null ? [] : [{ to: digits }])),
  }));
  return [...old, ...foreign];
}
