import type { Metadata } from "next";
import { PasswordCard } from "@/components/auth/password-card";
import { SessionList } from "@/components/auth/session-list";
import { TokenCard } from "@/components/auth/token-card";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { PageHeader } from "@/components/ui/page-header";
import { Words } from "@/components/words/words";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { mySessions, myTokens } from "@/lib/orgs/people-queries";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("auth"))("mine.title") };
}

export default async function SessionsPage() {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const now = await clock();
  const [t, sessions, tokens] = await Promise.all([words("auth"), mySessions(db, actor, now), myTokens(db, actor)]);
  return (
    <SettingsScreen
      here="sessions"
      head={<PageHeader title={t("mine.headline", { count: sessions.length })} lede={t("mine.lede")} />}
    >
      <Words areas={["auth", "errors"]}>
        <SessionList sessions={sessions} now={now.toISOString()} />
        <PasswordCard mbId={actor.mbId} about={[actor.mbId, actor.name, actor.org.name]} />
        <TokenCard tokens={tokens} now={now.toISOString()} />
      </Words>
    </SettingsScreen>
  );
}
