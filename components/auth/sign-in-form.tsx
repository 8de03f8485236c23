"use client";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "./password-input";
import { postSignIn } from "./post-sign-in";
import { SignInNote } from "./sign-in-note";
import { useCountdown } from "./use-countdown";

type Refused = Parameters<typeof SignInNote>[0]["answer"];

/**
 * Id and password. Before the page lives, the browser posts the form itself, so that no password ever stands in an address.
 * @param next a path of this site, already made safe
 */
export function SignInForm({ next, refused = null }: { next: string; refused?: Refused | null }) {
  const t = useTranslations("auth");
  const [answer, setAnswer] = useState<Refused | null>(refused);
  const [until, setUntil] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isHelpShown, setHelpShown] = useState(false);
  const secondsLeft = useCountdown(until);
  const form = useRef<HTMLFormElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [mbId, password] = [String(given.get("mbId") ?? "").trim(), String(given.get("password") ?? "")];
    if (!mbId || !password) return setAnswer({ kind: "empty" });
    setBusy(true);
    const said = await postSignIn(mbId, password);
    if (said.kind === "in") return window.location.assign(next);
    setBusy(false);
    setAnswer(said);
    setUntil(said.kind === "wait" ? Date.now() + said.seconds * 1000 : null);
    if (said.kind === "wrong") form.current?.querySelector<HTMLInputElement>("[name=password]")?.select();
  }

  const isWaiting = secondsLeft > 0;
  const mayTryAgain = until !== null && !isWaiting;
  useEffect(() => {
    if (mayTryAgain) form.current?.querySelector<HTMLInputElement>("[name=password]")?.select();
  }, [mayTryAgain]);

  return (
    <>
      {answer && <SignInNote answer={answer} secondsLeft={secondsLeft} />}
      <form
        ref={form}
        method="post"
        action="/api/auth/callback/credentials"
        onSubmit={(event) => void submit(event)}
        className="grid gap-4"
      >
        <Field id="mbId" label={t("mbId")}>
          {(wires) => (
            <Input
              {...wires}
              name="mbId"
              large
              autoComplete="username"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              maxLength={60}
              autoFocus
            />
          )}
        </Field>
        <Field id="password" label={t("password")} {...(isHelpShown && { help: t("forgotHelp") })} className="relative">
          {(wires) => (
            <>
              <PasswordInput
                {...wires}
                name="password"
                large
                autoComplete="current-password"
                maxLength={1000}
                disabled={isWaiting}
              />
              {/* Drawn at the label's line, but after the password: Tab leads from the id straight to it. */}
              <button
                type="button"
                aria-expanded={isHelpShown}
                onClick={() => setHelpShown(!isHelpShown)}
                className="absolute end-0 top-0 rounded-sm font-medium text-accent-ink text-xs/5 underline decoration-accent-line underline-offset-[3px]"
              >
                {t("forgot")}
              </button>
            </>
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={isBusy} disabled={isWaiting} className="w-full">
          {t("signIn")}
        </Button>
      </form>
    </>
  );
}
