"use client";
import { Bell, BellOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { IconButton } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import type { MuteInput } from "@/lib/alerts/schema";
import { formatWhen } from "@/lib/time/format";

type Props = { id: number; title: string; isMuted: boolean; mayMute: boolean; now: string };

/** Keeps one alert quiet for a while, or lets it speak again. */
export function MuteMenu({ id, title, isMuted, mayMute, now }: Props) {
  const t = useTranslations("alerts");
  const locale = useLocale();
  const router = useRouter();
  const toast = useToast();
  const sayError = useSayError();
  const [busy, setBusy] = useState(false);

  async function mute(until: MuteInput["until"]): Promise<void> {
    setBusy(true);
    try {
      const { mutedUntil } = await api<{ mutedUntil: string | null }>(`/api/alerts/${id}/mute`, {
        method: "POST",
        body: { until },
      });
      const end = mutedUntil && formatWhen(new Date(mutedUntil), new Date(now), locale);
      toast({
        text: end ? t("mute.done", { until: end }) : t("mute.stopped"),
        ...(end && { undo: () => void mute("stop") }),
      });
    } catch (error) {
      toast({ text: sayError(error), tone: "failed" });
    }
    setBusy(false);
    router.refresh();
  }

  const label = t("mute.menu", { title });
  if (!mayMute)
    return (
      <IconButton label={label} reason={t("mute.why")}>
        <BellOff aria-hidden />
      </IconButton>
    );
  return (
    <Menu
      label={label}
      align="end"
      items={[
        { id: "hours2", label: t("mute.hours2"), icon: <BellOff aria-hidden />, onSelect: () => void mute("hours2") },
        {
          id: "tomorrow",
          label: t("mute.tomorrow"),
          icon: <BellOff aria-hidden />,
          onSelect: () => void mute("tomorrow"),
        },
        ...(isMuted
          ? [{ id: "stop", label: t("mute.stop"), icon: <Bell aria-hidden />, onSelect: () => void mute("stop") }]
          : []),
      ]}
    >
      <IconButton label={label} disabled={busy}>
        <BellOff aria-hidden />
      </IconButton>
    </Menu>
  );
}
