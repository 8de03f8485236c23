import type { Metadata } from "next";
import { ComposeForm } from "@/components/compose/compose-form";
import { emptyValues } from "@/components/compose/form-values";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { imagesByKeys } from "@/lib/images/queries";
import { roomChoices } from "@/lib/rooms/room-choices";
import { getSchedule } from "@/lib/schedules/queries";
import { findTemplate } from "@/lib/schedules/template-queries";
import { kstDate } from "@/lib/time/kst";
import { runtime } from "@/lib/wiring";
import { storedInitial } from "../stored-initial";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("compose"))("newTitle") };
}

type Props = { searchParams: Promise<{ room?: string; copy?: string; template?: string }> };

/** A new schedule, empty or as a copy of another one (`?copy=12`) or with the text of a template (`?template=3`). */
export default async function NewSchedulePage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const [{ room, copy, template }, now, t] = await Promise.all([searchParams, clock(), words("compose")]);
  const source = copy && /^\d+$/.test(copy) ? await getSchedule(db, scope, Number(copy)).catch(() => null) : null;
  const [rooms, copied, chosenTemplate] = await Promise.all([
    roomChoices(db, scope, now),
    source && storedInitial(source, (keys) => imagesByKeys(db, scope, keys)),
    template && /^\d{1,15}$/.test(template) ? findTemplate(db, actor, Number(template)) : null,
  ]);
  const chosen = rooms.find((one) => one.id === Number(room)) ?? (rooms.length === 1 ? rooms[0] : undefined);
  const empty = { ...emptyValues(now, chosen?.id ?? null), messageText: chosenTemplate?.body ?? "" };
  const title = copied ? t("copyTitle") : t("newTitle");
  return (
    <Screen crumbs={[{ label: t("crumb"), href: "/schedules" }, { label: title }]}>
      <Words areas={["compose", "images", "errors"]}>
        <ComposeForm
          stored={null}
          initial={copied ? { ...copied.values, status: "active" } : empty}
          images={copied?.images ?? { 1: [], 2: [] }}
          rooms={rooms}
          title={title}
          sender={actor.org.name}
          nowIso={now.toISOString()}
          today={kstDate(now)}
          mayWrite={mayEver(actor, "schedule.write")}
        />
      </Words>
    </Screen>
  );
}
