import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImagesScreen } from "@/components/image-sync/images-screen";
import { latestWhole } from "@/components/image-sync/since-last-night";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { getRun, listRuns } from "@/lib/image-sync/queries";
import { SyncRunFilter } from "@/lib/image-sync/schema";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("imageSync"))("title") };
}

/** Do database and storage agree (S4-48…S4-55)? */
export default async function ImagesPage() {
  const actor = await requireActor();
  if (!mayEver(actor, "image_sync.read")) notFound();
  const rt = runtime();
  const [t, now, runs] = await Promise.all([
    words("imageSync"),
    rt.clock(),
    listRuns(rt, actor, SyncRunFilter.parse({})),
  ]);
  const latest = latestWhole(runs.items);
  return (
    <Screen crumbs={[{ label: t("title") }]}>
      <Words areas={["imageSync", "imageRun", "errors"]}>
        <ImagesScreen
          runs={runs}
          latest={latest && (await getRun(rt, actor, latest.id))}
          serverNow={now.toISOString()}
        />
      </Words>
    </Screen>
  );
}
