import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ComposeForm } from "@/components/compose/compose-form";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { imagesByKeys } from "@/lib/images/queries";
import { roomChoices } from "@/lib/rooms/room-choices";
import { findSchedule } from "@/lib/schedules/queries";
import { kstDate } from "@/lib/time/kst";
import { runtime } from "@/lib/wiring";
import { storedInitial } from "../stored-initial";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("compose"))("editTitle") };
}

/** A stored schedule, to read or to change. */
export default async function SchedulePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const { id } = await params;
  const schedule = /^\d{1,15}$/.test(id) ? await findSchedule(db, scope, Number(id)) : null;
  if (!schedule) notFound();
  const now = await clock();
  const [rooms, { values, images }, t] = await Promise.all([
    roomChoices(db, scope, now),
    storedInitial(schedule, (keys) => imagesByKeys(db, scope, keys)),
    words("compose"),
  ]);
  return (
    <Screen crumbs={[{ label: t("crumb"), href: "/schedules" }, { label: schedule.title }]}>
      <Words areas={["compose", "forecast", "images", "errors"]}>
        <ComposeForm
          key={schedule.version}
          stored={{ id: schedule.id, version: schedule.version, base: values }}
          initial={values}
          images={images}
          rooms={rooms}
          title={schedule.title}
          sender={schedule.org.name}
          nowIso={now.toISOString()}
          today={kstDate(now)}
          mayWrite={mayEver(actor, "schedule.write")}
        />
      </Words>
    </Screen>
  );
}
