import type { Metadata } from "next";
import { OrgActions } from "@/components/orgs/org-actions";
import { OrgCard } from "@/components/orgs/org-card";
import { OrgTree } from "@/components/orgs/org-tree";
import { PeopleCard } from "@/components/orgs/people-card";
import { RoomsCard } from "@/components/orgs/rooms-card";
import type { OrgSight } from "@/components/orgs/use-org";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { PageHeader } from "@/components/ui/page-header";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgFacts } from "@/lib/orgs/org-facts";
import { peopleOf } from "@/lib/orgs/people-queries";
import { getOrg, orgTree } from "@/lib/orgs/queries";
import { flatten, growTree } from "@/lib/orgs/tree";
import { listRooms } from "@/lib/rooms/queries";
import { runtime } from "@/lib/wiring";

const ROOMS_SHOWN = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("orgs"))("settings.orgs") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OrgsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const [orgs, now, asked] = await Promise.all([orgTree(db, scope), clock(), searchParams]);
  const nodes = flatten(growTree(orgs));
  // An organisation that is gone, foreign or never was: one's own.
  const node =
    nodes.find((one) => String(one.org.id) === asked.org) ?? nodes.find((one) => one.org.id === actor.org.id);
  if (!node) throw new Error("an actor's own organisation is always in their scope");
  const { id, level, name } = node.org;
  const [t, org, people, facts, rooms] = await Promise.all([
    words("orgs"),
    getOrg(db, scope, id),
    peopleOf(db, scope, id),
    orgFacts(db, scope, id, now),
    listRooms(db, scope, { org: id, limit: ROOMS_SHOWN }, now),
  ]);
  const kind = level === "branch" ? "branch" : "above";
  const sight: OrgSight = {
    orgs,
    orgId: id,
    actor: { userId: actor.userId, orgId: actor.org.id, isAdmin: mayEver(actor, "org.write") },
    now: now.toISOString(),
  };
  const { activeSchedules } = facts;
  return (
    <SettingsScreen
      here="orgs"
      head={
        <PageHeader
          title={t(`headline.${kind}`, {
            name,
            branches: node.branches,
            people: people.length,
            rooms: node.roomsBelow,
          })}
          lede={t(`lede.${level === "hq" ? "hq" : kind}`)}
          actions={
            <Words areas={["orgs", "errors", "auth"]}>
              <OrgActions sight={sight} updatedAt={org.updatedAt} activeSchedules={activeSchedules} />
            </Words>
          }
        />
      }
    >
      <Words areas={["orgs", "rooms", "errors", "auth"]}>
        <div className="grid grid-cols-[252px_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-[minmax(0,1fr)] max-lg:gap-4">
          <OrgTree orgs={orgs} selectedId={id} />
          <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
            <OrgCard sight={sight} facts={facts} updatedAt={org.updatedAt} />
            <PeopleCard sight={sight} people={people} activeSchedules={activeSchedules} />
            <RoomsCard rooms={rooms.items} total={node.roomsBelow} orgId={id} />
          </div>
        </div>
      </Words>
    </SettingsScreen>
  );
}
