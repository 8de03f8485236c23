import type { ReactNode } from "react";
import { QueryProvider } from "@/components/query/provider";
import { SandboxBanner } from "@/components/shell/sandbox-banner";
import { Sidebar } from "@/components/shell/sidebar";
import { TabBar } from "@/components/shell/tab-bar";
import { ToastProvider } from "@/components/ui/toast";
import { Words } from "@/components/words/words";
import { scopeOf } from "@/lib/access/scope";
import { botsInScope, runsNeedingPerson } from "@/lib/home/queries";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { runtime } from "@/lib/wiring";

/** The frame. It shows who is signed in and decides nothing: every page asks for itself. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const now = await clock();
  const [bots, asked, t] = await Promise.all([
    botsInScope(db, scope),
    runsNeedingPerson(db, scope, now, 1),
    words("shell"),
  ]);
  const data = {
    person: { name: actor.name, role: actor.role, orgName: actor.org.name, level: actor.org.level },
    attention: asked.count,
    bots: { connected: bots.total - bots.silent.length, total: bots.total },
    sandbox: bots.sandbox,
  };
  return (
    <Words areas={["shell"]}>
      <QueryProvider>
        <ToastProvider>
          <a
            href="#main"
            className="sr-only z-50 rounded-md bg-raised px-4 py-2 shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          >
            {t("skip")}
          </a>
          <div className="flex min-h-dvh">
            <Sidebar data={data} />
            <div className="flex min-w-0 grow flex-col">
              {data.sandbox && <SandboxBanner text={t("sandbox")} />}
              {children}
            </div>
          </div>
          <TabBar data={data} />
        </ToastProvider>
      </QueryProvider>
    </Words>
  );
}
