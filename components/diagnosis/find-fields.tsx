"use client";
import { Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Card, CardBody } from "@/components/ui/surface";
import { type FindForm, type FindPeriod, findPeriods } from "./find-address";

type Props = {
  form: FindForm;
  onChange: (form: FindForm) => void;
  onFind: () => void;
  isBusy: boolean;
  errors: Record<string, string>;
};

const NOTHING: FindForm = {
  ...{ phone: "", messageId: "", room: "", code: "", text: "" },
  ...{ period: "day", from: "", to: "" },
};

/** What somebody may know of what went wrong. */
export function FindFields({ form, onChange, onFind, isBusy, errors }: Props) {
  const t = useTranslations("findStuck.form");
  const field = (name: "phone" | "messageId" | "room" | "code" | "text" | "from" | "to") => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...form, [name]: event.target.value }),
  });
  const periods = Object.keys(findPeriods) as FindPeriod[];
  return (
    <Card className="mb-6" aria-label={t("label")}>
      <CardBody>
        <form
          className="grid grid-cols-3 gap-x-4 gap-y-3 max-lg:grid-cols-2 max-md:grid-cols-1"
          onSubmit={(event) => {
            event.preventDefault();
            onFind();
          }}
        >
          <Field label={t("phone")} help={t("phoneHelp")} error={errors.phone}>
            {(wires) => (
              <Input
                {...wires}
                {...field("phone")}
                type="tel"
                inputMode="tel"
                autoComplete="off"
                placeholder="010-0000-0000"
                maxLength={40}
              />
            )}
          </Field>
          <Field label={t("room")} help={t("roomHelp")} error={errors.room}>
            {(wires) => <Input {...wires} {...field("room")} autoComplete="off" maxLength={100} />}
          </Field>
          <Field label={t("messageId")} error={errors.messageId}>
            {(wires) => (
              <Input {...wires} {...field("messageId")} inputMode="numeric" autoComplete="off" maxLength={15} />
            )}
          </Field>
          <Field label={t("code")} help={t("codeHelp")} error={errors.code}>
            {(wires) => <Input {...wires} {...field("code")} autoComplete="off" spellCheck={false} maxLength={60} />}
          </Field>
          <Field label={t("text")} help={t("textHelp")} error={errors.text}>
            {(wires) => <Input {...wires} {...field("text")} autoComplete="off" maxLength={100} />}
          </Field>
          <Field label={t("period")} error={errors.from ?? errors.to}>
            {(wires) => (
              <Select
                {...wires}
                value={form.period}
                onChange={({ target }) =>
                  onChange({
                    ...form,
                    period: target.value as FindPeriod,
                    ...(target.value !== "custom" && { from: "", to: "" }),
                  })
                }
              >
                {periods.map((period) => (
                  <option key={period} value={period}>
                    {t(`periods.${period}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {form.period === "custom" && (
            <>
              <Field label={t("from")}>
                {(wires) => <Input {...wires} {...field("from")} type="datetime-local" />}
              </Field>
              <Field label={t("to")}>{(wires) => <Input {...wires} {...field("to")} type="datetime-local" />}</Field>
            </>
          )}
          <div className="col-span-full flex flex-wrap gap-2">
            <Button type="submit" variant="primary" busy={isBusy}>
              <Search aria-hidden />
              {t("find")}
            </Button>
            <Button variant="ghost" onClick={() => onChange(NOTHING)}>
              {t("clear")}
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
