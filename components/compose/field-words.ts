"use client";
import { useTranslations } from "use-intl";
import type { ScheduleType, SendOrder, Weekday } from "@/db/enums";
import type { FieldName } from "@/lib/schedules/merge-versions";

/** A field's value in words, for people who compare two versions of it. */
export function useFieldWords(roomName: (id: number) => string): (field: FieldName, value: unknown) => string {
  const t = useTranslations("compose");
  const c = useTranslations("common");
  return (field, value) => {
    if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0))
      return t("conflict.nothing");
    switch (field) {
      case "roomId":
        return roomName(Number(value));
      case "messageImages1":
      case "messageImages2":
        return t("conflict.images", { count: (value as unknown[]).length });
      case "sendOrder":
        return t(`content.${value as SendOrder}`);
      case "scheduleType":
        return t(`time.${value as ScheduleType}`);
      case "scheduleWeekdays":
        return (value as Weekday[]).map((day) => c(`weekdays.${day}`)).join("·");
      case "status":
        return value === "active" ? t("more.active") : t("more.inactive");
      case "validFrom":
      case "validUntil":
        return String(value).replace("T", " ");
      case "mediaWaitTime1":
      case "mediaWaitTime2":
        return `${Number(value).toLocaleString()} ms`;
      default:
        return String(value);
    }
  };
}
