"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Card, CardHead } from "@/components/ui/surface";
import { useToast } from "@/components/ui/toast";
import { NewPasswordField } from "./new-password-field";
import { PasswordInput } from "./password-input";

/** Changing the own password; everywhere else is signed out by it. */
export function PasswordCard({ mbId, about }: { mbId: string; about: readonly string[] }) {
  const t = useTranslations("auth.mine");
  const a = useTranslations("auth");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { currentPassword: current, newPassword: fresh };
      const { endedSessions } = await api<{ endedSessions: number }>("/api/users/me/password", { method: "PUT", body });
      toast({ text: t("changed", { count: endedSessions }) });
      setCurrent("");
      setFresh("");
      setWrong({});
      router.refresh();
    } catch (error) {
      const { fields, general } = failure(error, ["currentPassword", "newPassword"]);
      setWrong(fields);
      if (general) toast({ text: general, tone: "failed" });
    }
    setBusy(false);
  }

  return (
    <Card aria-labelledby="change-password">
      <CardHead id="change-password" title={t("changePassword")} />
      <form method="post" onSubmit={(event) => void submit(event)} className="grid max-w-[420px] gap-4 p-4">
        <input type="text" name="username" value={mbId} readOnly autoComplete="username" hidden />
        <Field
          id="current-password"
          label={t("current")}
          {...(wrong.currentPassword && { error: wrong.currentPassword })}
        >
          {(wires) => (
            <PasswordInput
              {...wires}
              value={current}
              autoComplete="current-password"
              onChange={(change) => {
                setCurrent(change.target.value);
                setWrong({});
              }}
            />
          )}
        </Field>
        <NewPasswordField
          id="new-password"
          label={a("newPassword")}
          value={fresh}
          about={about}
          error={wrong.newPassword}
          onChange={(change) => {
            setFresh(change.target.value);
            setWrong({});
          }}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" busy={isBusy} disabled={!current || !fresh}>
            {t("change")}
          </Button>
          <span className="text-ink-3 text-xs">{t("changeHelp")}</span>
        </div>
      </form>
    </Card>
  );
}
