"use client";
import { Eye, Info, Send } from "lucide-react";
import { useId, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { ActionFoot } from "@/components/ui/action-foot";
import { Button, ButtonLink } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import type { RoomOption } from "./compose-types";
import type { CleanValues, FormValues } from "./form-values";
import type { ImageUploads } from "./upload/use-image-uploads";
import type { Saving } from "./use-save-schedule";

type Props = {
  form: UseFormReturn<FormValues, unknown, CleanValues>;
  uploads: ImageUploads;
  saving: Saving;
  stored: { id: number } | null;
  room: RoomOption | undefined;
  rooms: readonly RoomOption[];
  locked: boolean;
  errorCount: number;
};

/** The buttons that stay in sight, with the reason where one of them can't be used. */
export function ComposeFoot({ form, uploads, saving, stored, room, rooms, locked, errorCount }: Props) {
  const t = useTranslations("compose.foot");
  const p = useTranslations("compose.preview");
  const whyId = useId();
  const off = form.watch("status") === "inactive";
  const why = locked
    ? t("readOnly")
    : uploads.uploadingCount > 0
      ? t("uploading", { count: uploads.uploadingCount })
      : uploads.failedCount > 0
        ? t("failed", { count: uploads.failedCount })
        : null;
  const says = why ?? saving.general ?? (errorCount > 0 ? t("errors", { count: errorCount }) : null);
  return (
    <ActionFoot
      note={
        says && (
          <p id={whyId} role={saving.general ? "alert" : "status"} className="flex items-start gap-1.5">
            <Info className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {says}
          </p>
        )
      }
    >
      <ButtonLink href="#preview" className="lg:hidden max-md:flex-1">
        <Eye aria-hidden />
        {p("open")}
      </ButtonLink>
      {!locked && <TestSend stored={stored} room={room} rooms={rooms} dirty={form.formState.isDirty} />}
      <Button
        type="submit"
        variant="primary"
        busy={saving.busy}
        disabled={why !== null}
        aria-describedby={says ? whyId : undefined}
      >
        {stored ? t("saveEdit") : off ? t("saveOff") : t("save")}
      </Button>
    </ActionFoot>
  );
}

/** Sends the stored schedule to a test room of the same bot, through the same ledger and engine. */
function TestSend({ stored, room, rooms, dirty }: Pick<Props, "stored" | "room" | "rooms"> & { dirty: boolean }) {
  const t = useTranslations("compose.foot");
  const toast = useToast();
  const failure = useFailure();
  const [busy, setBusy] = useState(false);
  const tests = rooms.filter((one) => one.roomType === "test" && (!room || one.botId === room.botId));
  const reason = stored === null ? t("testUnsaved") : tests.length === 0 ? t("testNoRoom") : null;

  async function send(roomId: number) {
    setBusy(true);
    try {
      const log = await api<{ id: number }>(`/api/schedules/${stored?.id}/send`, {
        method: "POST",
        body: { kind: "test", roomId },
      });
      toast({
        text: t("testSent"),
        action: { label: t("testSee"), onPress: () => location.assign(`/logs/${log.id}`) },
      });
    } catch (error) {
      const { fields, general } = failure(error, ["roomId", "kind"]);
      toast({ text: fields.roomId ?? fields.kind ?? general ?? "", tone: "failed" });
    } finally {
      setBusy(false);
    }
  }
  if (reason)
    return (
      <Button reason={reason}>
        <Send aria-hidden />
        {t("test")}
      </Button>
    );
  return (
    <Menu
      label={t("testPick")}
      items={tests.map((one) => ({
        id: String(one.id),
        label: dirty ? `${one.name} · ${t("testUnsavedChanges")}` : one.name,
        onSelect: () => void send(one.id),
      }))}
    >
      <Button busy={busy}>
        <Send aria-hidden />
        {t("test")}
      </Button>
    </Menu>
  );
}
