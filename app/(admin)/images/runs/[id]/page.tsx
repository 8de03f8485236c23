import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { findingsQueryOf, type ReviewView, reviewFrom } from "@/components/image-sync/review/review-address";
import { SyncRunScreen } from "@/components/image-sync/run-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { findingDetail, listFindings } from "@/lib/image-sync/finding-queries";
import { getRun } from "@/lib/image-sync/queries";
import { FindingFilter } from "@/lib/image-sync/schema";
import { runtime } from "@/lib/wiring";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const ID = /^[1-9]\d{0,14}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const t = await words("imageSync");
  return { title: ID.test(id) ? t("run", { id: Number(id) }) : t("title") };
}

/** One clean-up: its gates, what it found, and what a person makes of it (S4-14…S4-38). */
export default async function SyncRunPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  if (!mayEver(actor, "image_sync.read")) notFound();
  const rt = runtime();
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const run = ID.test(id) ? await getRun(rt, actor, Number(id)).catch(noneOrThrow) : null;
  if (!run) notFound();
  const address = reviewFrom({ get: (name) => [asked[name]].flat()[0] ?? null });
  // What waits for a person comes first; without questions, everything that was found.
  const view: ReviewView = address.view ?? (run.undecided > 0 ? "ask" : "all");
  const query = Object.fromEntries(new URLSearchParams(findingsQueryOf(view, address)));
  const [t, now, page] = await Promise.all([
    words("imageSync"),
    rt.clock(),
    listFindings(rt.db, actor, FindingFilter.parse({ ...query, id })),
  ]);
  const findingId = address.finding ?? page.items[0]?.id ?? null;
  const detail =
    findingId === null ? null : await findingDetail(rt, actor, { id: run.id, findingId }).catch(noneOrThrow);
  return (
    <Screen crumbs={[{ label: t("title"), href: "/images" }, { label: t("run", { id: run.id }) }]}>
      <Words areas={["imageSync", "imageRun", "imageReview", "schedules", "errors"]}>
        <SyncRunScreen
          key={run.id}
          first={run}
          serverNow={now.toISOString()}
          view={view}
          address={address}
          page={page}
          detail={detail}
        />
      </Words>
    </Screen>
  );
}

function noneOrThrow(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}
