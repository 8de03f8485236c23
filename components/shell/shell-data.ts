import type { OrgLevel, Role } from "@/db/enums";

/** What the frame around every signed-in screen shows. */
export type ShellData = {
  person: { name: string; role: Role; orgName: string; level: OrgLevel };
  /** Beside the menu's items: what needs a person today, and which runs wait for an answer, what looking found broken. */
  counts: { attention: number; logs: number; diagnosis: number };
  bots: { connected: number; total: number };
  /** What in sight is a stand-in: the banner says so and can't be closed. */
  standIns: { bots: boolean; solapi: boolean };
};
