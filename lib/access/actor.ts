import type { OrgLevel, Role } from "@/db/enums";

/** Where a request came from, for audit rows. */
export type RequestFacts = { id: string; ip: string | null };

export type UserActor = {
  kind: "user";
  userId: number;
  mbId: string;
  name: string;
  role: Role;
  org: { id: number; level: OrgLevel; name: string; path: string };
  /** How they proved who they are. */
  via: "session" | "token";
  /** Which session, in hex: the hash that is stored, never the secret. Absent for tokens. */
  sessionKey?: string;
  request?: RequestFacts;
};

/** Who acts: a person of one organisation, or the product itself. */
export type Actor = UserActor | { kind: "system"; job: "tick" | "script" | "sign-in" | "drill" };
