import type { Executor } from "../client";
import { lanes } from "../schema/dispatch";
import { kbBots, kbRooms } from "../schema/rooms";
import { orgBySlug } from "./organisations";
import { storyBots, storyRooms } from "./rooms";

/** Sandbox bots with the lanes of their devices, and the rooms they sit in. */
export async function plantRooms(tx: Executor, now: Date, createdAt: Date, sandboxUrl: string): Promise<void> {
  const times = { createdAt, updatedAt: createdAt };
  await tx.insert(kbBots).values(
    storyBots.map((bot) => ({
      ...bot,
      gateway: "iris_plain" as const,
      isSandbox: true,
      endpoint: sandboxUrl,
      ...times,
      ...(bot.status === "pending" && { createdAt: now, updatedAt: now }),
    })),
  );
  await tx.insert(lanes).values(storyBots.map((bot) => ({ laneKey: `device:${bot.deviceId}` })));
  await tx.insert(kbRooms).values(
    storyRooms.map(({ key: _, bot, org, members, limits, ...room }) => ({
      ...room,
      botId: bot,
      ownerOrgId: orgBySlug.get(org)!.id,
      memberCount: members,
      limits: limits ?? null,
      ...times,
    })),
  );
}
