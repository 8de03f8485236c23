"use client";
import { MessageSquareText } from "lucide-react";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Controller } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SearchSelect } from "@/components/ui/search-select";
import { Segment } from "@/components/ui/segment";
import type { RoomType } from "@/db/enums";
import { TITLE_MAX } from "@/lib/schedules/schema";
import { Block } from "./block";
import type { RoomOption } from "./compose-types";
import type { CleanValues, FormValues } from "./form-values";
import { useRegisters } from "./use-registers";

type Props = {
  form: UseFormReturn<FormValues, unknown, CleanValues>;
  rooms: readonly RoomOption[];
  room: RoomOption | undefined;
  errorOf: (field: keyof FormValues) => string | undefined;
  locked: boolean;
};

/** Where it goes, and what we call it among ourselves (S2-40…S2-43, C-37). */
export function RoomSection({ form, rooms, room, errorOf, locked }: Props) {
  const t = useTranslations("compose");
  const register = useRegisters(form);
  const [type, setType] = useState<RoomType>(room?.roomType ?? "production");
  const options = rooms
    .filter((one) => one.roomType === type)
    .map((one) => ({
      value: String(one.id),
      label: one.name,
      note: one.orgName,
      keywords: one.botName,
      icon: <MessageSquareText aria-hidden />,
    }));
  const types = [
    { value: "production" as const, label: t("room.production") },
    { value: "test" as const, label: t("room.test") },
  ];
  return (
    <Block
      id="step-room"
      title={t("room.heading")}
      end={
        <Segment
          label={t("room.type")}
          value={type}
          options={types}
          disabled={locked}
          onChange={(next) => {
            setType(next);
            // A room of the other kind can't stay chosen unseen.
            if (room && room.roomType !== next) form.setValue("roomId", 0, { shouldDirty: true });
          }}
        />
      }
    >
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <Controller
          control={form.control}
          name="roomId"
          render={({ field }) => (
            <Field
              label={t("room.label")}
              required
              error={errorOf("roomId")}
              help={
                room &&
                `${t("room.facts", { members: room.memberCount ?? 0, bot: room.botName })} · ${t("room.usage", { used: room.usedToday, limit: room.runsPerDay })}`
              }
            >
              {(wires) => (
                <SearchSelect
                  {...wires}
                  label={t("room.label")}
                  value={field.value ? String(field.value) : null}
                  options={options}
                  onChange={(value) => field.onChange(Number(value))}
                  onBlur={field.onBlur}
                  disabled={locked}
                  placeholder={t("room.placeholder")}
                  emptyText={options.length === 0 ? t("room.noneOfType") : t("room.none")}
                />
              )}
            </Field>
          )}
        />
        <Field label={t("title.label")} note={t("title.hint")} required error={errorOf("title")}>
          {(wires) => (
            <Input {...wires} {...register("title")} maxLength={TITLE_MAX + 50} readOnly={locked} autoComplete="off" />
          )}
        </Field>
        <Field
          label={t("description.label")}
          note={t("description.hint")}
          error={errorOf("description")}
          className="col-span-full"
        >
          {(wires) => <Input {...wires} {...register("description")} readOnly={locked} autoComplete="off" />}
        </Field>
      </div>
    </Block>
  );
}
