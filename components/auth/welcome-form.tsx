"use client";
import { CircleX } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { Button, ButtonLink } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Skeleton } from "@/components/ui/states";
import { NewPasswordField } from "./new-password-field";
import { postSignIn } from "./post-sign-in";

type Invited = { mbId: string; name: string; orgName: string };
const DOOR = "/api/users/invitation";

/** Someone invited chooses their password and is in. The secret is behind the address's `#`, read only here. */
export function WelcomeForm() {
  const t = useTranslations("auth");
  const e = useTranslations("errors");
  const [invited, setInvited] = useState<Invited | "over" | null>(null);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    const read = () => {
      setInvited(null);
      api<Invited>(DOOR, { method: "POST", body: { token: window.location.hash.slice(1) } }).then(setInvited, () =>
        setInvited("over"),
      );
    };
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { token: window.location.hash.slice(1), password };
      const { mbId } = await api<{ mbId: string }>(DOOR, { method: "PUT", body });
      const said = await postSignIn(mbId, password);
      window.location.assign(said.kind === "in" ? "/" : "/sign-in");
    } catch (failure) {
      setBusy(false);
      const issue = failure instanceof ApiError ? failure.issues[0] : undefined;
      if (issue?.path[0] === "token") setInvited("over");
      else setError(issue?.message ?? e("internal"));
    }
  }

  if (invited === "over")
    return (
      <>
        <h1 className="font-semibold text-2xl">{t("welcome.title")}</h1>
        <Note role="alert" family="is-failed" icon={<CircleX />} title={t("welcome.over")}>
          {t("welcome.overHelp")}
        </Note>
        <ButtonLink href="/sign-in" size="lg">
          {t("welcome.toSignIn")}
        </ButtonLink>
      </>
    );
  if (!invited)
    return (
      <div role="status" aria-label={t("welcome.checking")} className="grid gap-3">
        <h1 className="font-semibold text-2xl">{t("welcome.title")}</h1>
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="mt-6 h-[42px] w-full" />
        <Skeleton className="h-[42px] w-full" />
      </div>
    );
  const { mbId, name, orgName } = invited;
  return (
    <>
      <div>
        <h1 className="font-semibold text-2xl">{t("welcome.hello", { name })}</h1>
        <p className="mt-1 text-ink-2">{t("welcome.lede", { orgName, mbId })}</p>
      </div>
      <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-4">
        <input type="text" name="username" value={mbId} readOnly autoComplete="username" hidden />
        <NewPasswordField
          id="password"
          name="password"
          label={t("newPassword")}
          value={password}
          about={[mbId, name, orgName]}
          error={error}
          large
          onChange={(change) => {
            setPassword(change.target.value);
            setError(undefined);
          }}
        />
        <Button type="submit" variant="primary" size="lg" busy={isBusy} disabled={!password} className="w-full">
          {t("welcome.choose")}
        </Button>
      </form>
    </>
  );
}
