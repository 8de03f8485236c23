import "server-only";
import { type Executor, isDuplicateKey } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { can } from "@/lib/access/can";
import { passwordIssue } from "@/lib/access/password-policy";
import { scopeOf } from "@/lib/access/scope";
import { invalid } from "@/lib/errors";
import { findOrg } from "./queries";

/** The organisation someone is put into; foreign and absent look alike. */
export async function orgFor(tx: Executor, actor: Actor, orgId: number) {
  const org = await findOrg(tx, scopeOf(actor), orgId);
  if (!org || !can(actor, "user.write", org.path)) throw invalid("orgId", "noSuchOrg");
  return org;
}

export function mbIdTaken(error: unknown): never {
  throw isDuplicateKey(error) ? invalid("mbId", "mbIdTaken") : error;
}

/** @param about what a stranger would guess about this person */
export function mustNotBePersonal(password: string, about: string[], field = "password"): void {
  const issue = passwordIssue(password, about);
  if (issue) throw invalid(field, issue);
}
