"use client";
import { FileText, Save } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { DaysAhead } from "@/components/forecast/days-ahead";
import { Button } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import { PageHeader } from "@/components/ui/page-header";
import type { ComposeFoot as Foot } from "./compose-foot";
import { ComposeFoot } from "./compose-foot";
import type { RoomOption } from "./compose-types";
import { ContentSection } from "./content-section";
import type { CleanValues, FormValues } from "./form-values";
import { NextRuns } from "./next-runs";
import { PreviewPanel } from "./preview-panel";
import { RoomSection } from "./room-section";
import { StepMarks } from "./step-marks";
import { TimeSection } from "./time-section";
import { type InitialImages, useComposeForm } from "./use-compose-form";
import { useSaveSchedule } from "./use-save-schedule";

export type ComposeProps = {
  /** The stored schedule, when one is edited. */
  stored: { id: number; version: number; base: CleanValues } | null;
  initial: FormValues;
  images: InitialImages;
  rooms: readonly RoomOption[];
  title: string;
  sender: string;
  /** The server's present. */
  nowIso: string;
  today: string;
  mayWrite: boolean;
};

const conflictSheet = partOf(() => import("./conflict-sheet").then((module) => module.ConflictSheet));
const templateSheets = partOf(() => import("./template-sheets").then((module) => module.TemplateSheets));

/** Compose with confidence: what, where and when on the left; the room and the next runs on the right. */
export function ComposeForm({ stored, initial, images, rooms, title, sender, nowIso, today, mayWrite }: ComposeProps) {
  const t = useTranslations("compose");
  const e = useTranslations("errors");
  const router = useRouter();
  const { form, uploads, promoteGroups, promoted } = useComposeForm(initial, images);
  const saving = useSaveSchedule({
    form,
    stored,
    promoteGroups,
    onSaved: () => router.push("/schedules"),
  });
  const [templates, setTemplates] = useState<"load" | "save" | null>(null);
  // Once wanted they stay, so that closing gives the focus back.
  const [wantsTemplates, setWantsTemplates] = useState(false);
  const TemplateSheets = usePart(templateSheets, wantsTemplates);
  const ConflictSheet = usePart(conflictSheet, saving.conflict !== null);
  const openTemplates = (which: "load" | "save") => {
    setWantsTemplates(true);
    setTemplates(which);
  };
  const values = form.watch();
  const room = rooms.find((one) => one.id === values.roomId);
  const locked = !mayWrite;
  const { errors, dirtyFields, isDirty, isSubmitted, isSubmitSuccessful } = form.formState;
  /** Nobody is told off for a field they have only passed through. */
  const isShown = (field: string) => isSubmitted || field in dirtyFields;

  useEffect(() => {
    if (!isDirty || isSubmitSuccessful) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isDirty, isSubmitSuccessful]);

  /** The server's sentence as it is; the schema's key in words. */
  const errorOf = (field: keyof FormValues): string | undefined => {
    const error = isShown(field) ? errors[field] : undefined;
    const message = Array.isArray(error) ? error.find(Boolean)?.message : error?.message;
    if (!message) return undefined;
    return error?.type === "server" ? message : say(message);
  };
  const say = (key: string) => (e as unknown as (key: string) => string)(key);
  const foot: Parameters<typeof Foot>[0] = {
    form,
    uploads,
    saving,
    stored,
    room,
    rooms,
    locked,
    errorCount: Object.keys(errors).filter(isShown).length,
  };

  return (
    <>
      <PageHeader
        small
        title={title}
        above={<StepMarks values={values} room={room} />}
        actions={
          !locked && (
            <>
              <Button variant="ghost" onClick={() => openTemplates("load")}>
                <FileText aria-hidden />
                {t("loadTemplate")}
              </Button>
              <Button variant="ghost" disabled={!values.messageText?.trim()} onClick={() => openTemplates("save")}>
                <Save aria-hidden />
                {t("saveTemplate")}
              </Button>
            </>
          )
        }
      />
      <form onSubmit={saving.submit} noValidate>
        <div className="grid grid-cols-[minmax(0,1fr)_396px] items-start gap-8 max-lg:grid-cols-1 max-lg:gap-6">
          <div className="grid gap-6">
            <RoomSection form={form} rooms={rooms} room={room} errorOf={errorOf} locked={locked} />
            <ContentSection form={form} uploads={uploads} errorOf={errorOf} promoted={promoted} locked={locked} />
            <TimeSection form={form} errorOf={errorOf} today={today} locked={locked} />
          </div>
          <div id="preview" className="sticky top-[76px] grid scroll-mt-16 gap-6 max-lg:static">
            <PreviewPanel control={form.control} uploads={uploads} room={room} sender={sender} nowIso={nowIso} />
            <NextRuns timing={values} status={values.status} nowIso={nowIso} />
            {stored && <DaysAhead of={{ scheduleId: stored.id }} nowIso={nowIso} />}
          </div>
        </div>
        <ComposeFoot {...foot} />
      </form>
      {TemplateSheets && (
        <TemplateSheets
          kind="room"
          open={templates}
          onClose={() => setTemplates(null)}
          body={values.messageText ?? ""}
          onUse={(body) => form.setValue("messageText", body, { shouldDirty: true, shouldValidate: true })}
        />
      )}
      {ConflictSheet && saving.conflict && (
        <ConflictSheet
          merge={saving.conflict.merge}
          theirs={saving.conflict.theirs}
          roomName={(id) => rooms.find((one) => one.id === id)?.name ?? String(id)}
          nowIso={nowIso}
          busy={saving.busy}
          onClose={saving.forgetConflict}
          onSave={(merged) => void saving.saveMerged(merged)}
          onSaveAsNew={() => void saving.saveAsNew()}
        />
      )}
    </>
  );
}
