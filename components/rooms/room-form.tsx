"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { CircleX } from "lucide-react";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Sheet } from "@/components/ui/overlay";
import { Segment } from "@/components/ui/segment";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { useToast } from "@/components/ui/toast";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { RoomInput } from "@/lib/rooms/input-schema";
import { type LimitName, limitNames, ownLimits } from "@/lib/rooms/limits";
import type { OrgChoice } from "@/lib/rooms/org-choices";
import type { RoomDto } from "@/lib/rooms/queries";
import { takeServerErrors, useFieldSay } from "./form-errors";
import { OrgOptions } from "./room-filters";
import { useChange } from "./use-rooms";

type Props = {
  room: RoomDto | null;
  /** Of the room that is changed. */
  activeSchedules: number;
  orgs: readonly OrgChoice[];
  bots: readonly BotDto[];
  onClose: () => void;
};
const FIELDS = ["roomId", "name", "roomType", "botId", "ownerOrgId", "status", "limits"];
const toNumber = (text: unknown) => (text === "" || text === null ? null : Number(text));

/** Adds a room, or changes one; the same schema as the API. */
export default function RoomForm({ room, activeSchedules, orgs, bots, onClose }: Props) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  const say = useFieldSay();
  const toast = useToast();
  const [failure, setFailure] = useState<string | null>(null);
  // Where there is nothing to choose it is chosen.
  const owns = room?.ownerOrgId ?? (orgs.length === 1 ? orgs[0]?.id : undefined);
  const sends = room?.botId ?? (bots.length === 1 ? bots[0]?.id : undefined);
  const form = useForm({
    resolver: zodResolver(RoomInput),
    defaultValues: {
      name: room?.name ?? "",
      roomId: room?.roomId ?? "",
      roomType: room?.roomType ?? ("production" as const),
      status: room?.status ?? ("active" as const),
      limits: room?.limits ?? ownLimits(null),
      ...(owns !== undefined && { ownerOrgId: owns }),
      ...(sends !== undefined && { botId: sends }),
    },
  });
  const { register, control, formState, setError, watch } = form;
  const { errors } = formState;
  const save = useChange((input: RoomInput) =>
    room
      ? api<RoomDto>(`/api/rooms/${room.id}`, { method: "PUT", body: { ...input, version: room.version } })
      : api<RoomDto>("/api/rooms", { method: "POST", body: input }),
  );
  const submit = form.handleSubmit(async (input) => {
    setFailure(null);
    try {
      const saved = await save.mutateAsync(input);
      toast({ text: t(room ? "saved.roomChanged" : "saved.roomAdded", { name: saved.name }) });
      onClose();
    } catch (error) {
      const isRace = error instanceof ApiError && error.status === 409;
      const left = takeServerErrors(error, FIELDS, setError);
      if (left !== null) setFailure(isRace ? t("form.someoneElse") : left || c("offline"));
    }
  });
  const owner = orgs.find((org) => org.id === watch("ownerOrgId"));
  const isMoved = room !== null && owner !== undefined && owner.id !== room.ownerOrgId;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(room ? "form.editRoom" : "form.newRoom")}
      foot={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button variant="primary" type="submit" form="room-form" busy={save.isPending}>
            {c("save")}
          </Button>
        </>
      }
    >
      <form id="room-form" onSubmit={(event) => void submit(event)} noValidate className="grid gap-4 pt-1">
        {failure && (
          <Note family="is-failed" role="alert" icon={<CircleX />} title={t("form.saveFailed")}>
            {failure}
          </Note>
        )}
        <Field id="room-name" label={t("form.name")} help={t("form.nameHelp")} error={say(errors.name)} required>
          {(wires) => <Input {...wires} {...register("name")} autoComplete="off" />}
        </Field>
        <Field id="room-id" label={t("form.roomId")} help={t("form.roomIdHelp")} error={say(errors.roomId)} required>
          {(wires) => <Input {...wires} {...register("roomId")} inputMode="numeric" autoComplete="off" />}
        </Field>
        <Field
          id="room-owner"
          label={t("form.owner")}
          help={isMoved && activeSchedules > 0 ? t("form.ownerMoves", { count: activeSchedules }) : undefined}
          error={say(errors.ownerOrgId)}
          required
        >
          {(wires) => (
            <Select {...wires} {...register("ownerOrgId", { setValueAs: toNumber })}>
              <option value="">{t("form.ownerPick")}</option>
              <OrgOptions orgs={orgs} />
            </Select>
          )}
        </Field>
        <Field id="room-bot" label={t("form.bot")} error={say(errors.botId)} required>
          {(wires) => (
            <Select {...wires} {...register("botId", { setValueAs: toNumber })}>
              <option value="">{t("form.botPick")}</option>
              {bots.map((bot) => (
                <option key={bot.id} value={bot.id}>
                  {bot.botName} · {bot.deviceId}
                  {bot.status !== "approved" && ` · ${t(`botStates.${bot.status}`)}`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Controller
          control={control}
          name="roomType"
          render={({ field }) => (
            <div className="grid justify-items-start gap-1.5 max-md:justify-items-stretch">
              <span className="font-medium text-sm">{t("form.type")}</span>
              <Segment
                label={t("form.type")}
                value={field.value}
                options={[
                  { value: "production", label: t("typesLong.production") },
                  { value: "test", label: t("typesLong.test") },
                ]}
                onChange={field.onChange}
              />
            </div>
          )}
        />
        {room && (
          <Controller
            control={control}
            name="status"
            render={({ field }) => (
              <div className="flex items-start justify-between gap-4">
                <span>
                  <span className="block font-medium text-sm">{t("form.active")}</span>
                  <span className="text-ink-3 text-xs">{t("form.inactiveHelp")}</span>
                </span>
                <Switch
                  label={t("form.active")}
                  checked={field.value === "active"}
                  onChange={(on) => field.onChange(on ? "active" : "inactive")}
                />
              </div>
            )}
          />
        )}
        <fieldset className="grid gap-3 border-line border-t pt-4">
          <legend className="sr-only">{t("form.limits")}</legend>
          <div aria-hidden>
            <p className="font-semibold">{t("form.limits")}</p>
            <p className="text-ink-3 text-xs">{t("form.limitsHelp")}</p>
          </div>
          <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
            {limitNames.map((name: LimitName) => (
              <Field
                key={name}
                id={`limit-${name}`}
                label={t(`limits.names.${name}`)}
                help={
                  owner && t("form.inherited", { value: t(`limits.values.${name}`, { value: owner.limits[name] }) })
                }
                error={say(errors.limits?.[name])}
              >
                {(wires) => (
                  <Input
                    {...wires}
                    {...register(`limits.${name}`, { setValueAs: toNumber })}
                    inputMode="numeric"
                    autoComplete="off"
                    unit={t(`limits.units.${name}`)}
                  />
                )}
              </Field>
            ))}
          </div>
        </fieldset>
      </form>
    </Sheet>
  );
}
