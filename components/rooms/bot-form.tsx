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
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { useToast } from "@/components/ui/toast";
import { type Gateway, gateways } from "@/db/enums";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { BotInput } from "@/lib/rooms/input-schema";
import { takeServerErrors, useFieldSay } from "./form-errors";
import { useChange } from "./use-rooms";

const FIELDS = ["botName", "deviceId", "gateway", "isSandbox", "endpoint", "secret"];

/** Gateways this version speaks; a bot that has another one keeps it. */
const SPOKEN: readonly Gateway[] = gateways.filter((gateway) => gateway !== "domaeka_bridge");

/** Adds a bot, or changes one; headquarters alone. A stored secret never comes back here. */
export default function BotForm({ bot, onClose }: { bot: BotDto | null; onClose: () => void }) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  const say = useFieldSay();
  const toast = useToast();
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(BotInput),
    defaultValues: {
      botName: bot?.botName ?? "",
      deviceId: bot?.deviceId ?? "",
      gateway: bot?.gateway ?? ("iris_plain" as const),
      isSandbox: bot?.isSandbox ?? false,
      endpoint: bot?.endpoint ?? "",
      status: bot?.status ?? ("pending" as const),
      secret: "",
    },
  });
  const { register, control, formState, setError, watch } = form;
  const { errors } = formState;
  const isSigned = watch("gateway") === "iris_signed";
  const offered = bot && !SPOKEN.includes(bot.gateway) ? [...SPOKEN, bot.gateway] : SPOKEN;
  const save = useChange(({ secret, status, ...input }: BotInput) => {
    const body = { ...input, ...(secret && { secret }) };
    return bot
      ? api<BotDto>(`/api/bots/${bot.id}`, { method: "PUT", body: { ...body, version: bot.version } })
      : api<BotDto>("/api/bots", { method: "POST", body: { ...body, status } });
  });
  const submit = form.handleSubmit(async (input) => {
    setFailure(null);
    if (isSigned && !input.secret && !bot?.hasSecret)
      return setError("secret", { message: "secretRequired" }, { shouldFocus: true });
    try {
      const saved = await save.mutateAsync(input);
      toast({ text: t(bot ? "saved.botChanged" : "saved.botAdded", { name: saved.botName }) });
      onClose();
    } catch (error) {
      const isRace = error instanceof ApiError && error.status === 409;
      const left = takeServerErrors(error, FIELDS, setError);
      if (left !== null) setFailure(isRace ? t("form.someoneElse") : left || c("offline"));
    }
  });
  const toggle = (name: "isSandbox" | "status", label: string, help?: string) => (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <div className="flex items-start justify-between gap-4">
          <span>
            <span className="block font-medium text-sm">{label}</span>
            {help && <span className="text-ink-3 text-xs">{help}</span>}
          </span>
          <Switch
            label={label}
            checked={field.value === true || field.value === "approved"}
            onChange={(on) => field.onChange(name === "status" ? (on ? "approved" : "pending") : on)}
          />
        </div>
      )}
    />
  );
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(bot ? "form.editBot" : "form.newBot")}
      foot={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button variant="primary" type="submit" form="bot-form" busy={save.isPending}>
            {c("save")}
          </Button>
        </>
      }
    >
      <form id="bot-form" onSubmit={(event) => void submit(event)} noValidate className="grid gap-4 pt-1">
        {failure && (
          <Note family="is-failed" role="alert" icon={<CircleX />} title={t("form.saveFailed")}>
            {failure}
          </Note>
        )}
        <Field id="bot-name" label={t("form.botName")} error={say(errors.botName)} required>
          {(wires) => <Input {...wires} {...register("botName")} autoComplete="off" />}
        </Field>
        <Field
          id="bot-device"
          label={t("form.deviceId")}
          help={t("form.deviceHelp")}
          error={say(errors.deviceId)}
          required
        >
          {(wires) => <Input {...wires} {...register("deviceId")} autoComplete="off" />}
        </Field>
        <Field
          id="bot-gateway"
          label={t("form.gateway")}
          help={t(isSigned ? "form.signedHelp" : "form.plainHelp")}
          error={say(errors.gateway)}
          required
        >
          {(wires) => (
            <Select {...wires} {...register("gateway")}>
              {offered.map((gateway) => (
                <option key={gateway} value={gateway}>
                  {t(`gateways.${gateway}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          id="bot-endpoint"
          label={t("form.endpoint")}
          help={t("form.endpointHelp")}
          error={say(errors.endpoint)}
          required
        >
          {(wires) => (
            <Input
              {...wires}
              {...register("endpoint")}
              inputMode="url"
              placeholder="http://10.0.0.7:3000"
              autoComplete="off"
            />
          )}
        </Field>
        <Field
          id="bot-secret"
          label={t("form.secret")}
          {...(isSigned && !bot?.hasSecret ? { required: true } : { note: c("optional") })}
          help={t(bot?.hasSecret ? "form.secretKept" : isSigned ? "form.secretSigned" : "form.secretNew")}
          error={say(errors.secret)}
        >
          {(wires) => <Input {...wires} {...register("secret")} type="password" autoComplete="new-password" />}
        </Field>
        {toggle("isSandbox", t("form.isSandbox"), t("form.isSandboxHelp"))}
        {!bot && toggle("status", t("form.approveNow"))}
      </form>
    </Sheet>
  );
}
