import type { Executor } from "../client";
import { orgs } from "../schema/orgs";
import { users } from "../schema/users";
import { orgBySlug, storyOrgs, storyPath } from "./organisations";
import { DEMO_PASSWORD, storyPeople } from "./people";
import type { SeedTools } from "./tools";

/** The organisations and their people. Ids are the story's own: the database is empty. */
export async function plantWho(tx: Executor, createdAt: Date, hashPassword: SeedTools["hashPassword"]): Promise<void> {
  const times = { createdAt, updatedAt: createdAt };
  await tx.insert(orgs).values(
    storyOrgs.map(({ slug, parent, limits, ...org }) => ({
      ...org,
      parentId: parent === null ? null : orgBySlug.get(parent)!.id,
      path: storyPath(slug),
      limits: limits ?? null,
      ...times,
    })),
  );
  const hashes = await Promise.all(storyPeople.map(() => hashPassword(DEMO_PASSWORD)));
  await tx.insert(users).values(
    storyPeople.map(({ org, left, ...person }, i) => ({
      ...person,
      orgId: orgBySlug.get(org)!.id,
      passwordHash: hashes[i]!,
      status: left ? ("disabled" as const) : ("active" as const),
      ...times,
    })),
  );
}
