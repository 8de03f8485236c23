import type { Role } from "@/db/enums";
import type { Actor } from "./actor";
import { isSelfOrBelow } from "./org-path";

/** Least role each action needs (rulings 26). `hq` = an admin of the headquarters alone. */
const LEAST = {
  "org.read": "viewer",
  "org.write": "admin",
  "user.read": "viewer",
  "user.write": "admin",
  "bot.read": "viewer",
  "bot.write": "hq",
  "room.read": "viewer",
  "room.write": "admin",
  "limit.write": "admin",
  "schedule.read": "viewer",
  "schedule.write": "operator",
  "template.read": "viewer",
  "template.write": "operator",
  "image.read": "viewer",
  "image.write": "operator",
  "customer_image.read": "viewer",
  "customer_image.write": "operator",
  "image_sync.read": "hq",
  "image_sync.run": "hq",
  "image_sync.purge": "hq",
  "log.read": "viewer",
  "log.decide": "operator",
  "log.send": "operator",
  "customer.read": "viewer",
  "customer.write": "operator",
  "message.read": "viewer",
  "message.send": "operator",
  "coverage.read": "viewer",
  "coverage.recover": "admin",
  "coverage.recover_all": "hq",
  "history.import": "hq",
  "number.reveal": "admin",
  "tenant.read": "viewer",
  "tenant.write": "admin",
  "sender.request": "admin",
  "sender.verify": "hq",
  "credit.write": "hq",
  "audit.read": "admin",
  "alert.read": "viewer",
  "alert.write": "hq",
  "drill.run": "hq",
  "diagnosis.read": "viewer",
  "diagnosis.probe": "operator",
} as const satisfies Record<string, Role | "hq">;

export type Action = keyof typeof LEAST;
export const actions = Object.keys(LEAST) as Action[];

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** True when the role of the actor allows the action anywhere at all. */
export function mayEver(actor: Actor, action: Action): boolean {
  if (actor.kind === "system") return true;
  const least = LEAST[action];
  if (least === "hq") return actor.role === "admin" && actor.org.level === "hq";
  return RANK[actor.role] >= RANK[least];
}

/** The one permission decision: role allows the action, and the owner lies at or below the actor's organisation (S2-65…S2-68). */
export const can = (actor: Actor, action: Action, ownerPath: string): boolean =>
  actor.kind === "system" || (mayEver(actor, action) && isSelfOrBelow(ownerPath, actor.org.path));

/** Nobody grants more than they have. */
export const mayGrant = (actor: Actor, role: Role): boolean =>
  actor.kind === "system" || RANK[actor.role] >= RANK[role];
