"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Modal } from "@/components/ui/overlay";
import { Select } from "@/components/ui/select";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import { TOKEN_NAME_MAX } from "@/lib/orgs/lengths";
import type { TokenDto } from "@/lib/orgs/people-queries";
import { ShownOnce } from "./shown-once";
import { When } from "./when";

const EXPIRIES = ["30", "90", "365", "never"] as const;

/** The own API tokens: make one (its secret is shown this once), see what they did, revoke. */
export function TokenCard({ tokens, now }: { tokens: readonly TokenDto[]; now: string }) {
  const t = useTranslations("auth.mine");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState<(typeof EXPIRIES)[number]>("90");
  const [wrong, setWrong] = useState<string | undefined>();
  const [made, setMade] = useState<string | null>(null);
  const [asked, setAsked] = useState<TokenDto | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function make(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { name, expiresInDays: expiry === "never" ? null : Number(expiry) };
      setMade((await api<{ token: string }>("/api/tokens", { method: "POST", body })).token);
      setName("");
      setWrong(undefined);
      router.refresh();
    } catch (error) {
      const { fields, general } = failure(error, ["name"]);
      setWrong(fields.name ?? general ?? undefined);
    }
    setBusy(false);
  }

  async function revoke(token: TokenDto) {
    setBusy(true);
    try {
      await api(`/api/tokens/${token.id}`, { method: "DELETE" });
      toast({ text: t("revoked", { name: token.name }) });
    } catch (error) {
      toast({ text: failure(error).general, tone: "failed" });
    }
    setBusy(false);
    setAsked(null);
    router.refresh();
  }

  const isOver = (token: TokenDto) => token.expiresAt !== null && token.expiresAt <= now;
  return (
    <Card aria-labelledby="tokens">
      <CardHead id="tokens" title={t("tokens")} note={t("tokensNote", { count: tokens.length })} />
      <form onSubmit={(event) => void make(event)} className="grid gap-3 border-line border-b p-4">
        <p className="text-ink-2 text-sm">{t("tokensHelp")}</p>
        <div className="flex flex-wrap items-start gap-3">
          <Field
            id="token-name"
            label={t("tokenName")}
            help={t("tokenNameHelp")}
            {...(wrong && { error: wrong })}
            className="min-w-0 max-w-[320px] grow basis-60 max-md:max-w-none"
          >
            {(wires) => (
              <Input
                {...wires}
                value={name}
                maxLength={TOKEN_NAME_MAX}
                autoComplete="off"
                onChange={(change) => {
                  setName(change.target.value);
                  setWrong(undefined);
                }}
              />
            )}
          </Field>
          <Field id="token-expiry" label={t("tokenExpires")} className="w-36 max-md:w-full">
            {(wires) => (
              <Select
                {...wires}
                value={expiry}
                onChange={(change) => setExpiry(EXPIRIES.find((one) => one === change.target.value) ?? "90")}
              >
                {EXPIRIES.map((one) => (
                  <option key={one} value={one}>
                    {t(`expiry.${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" busy={isBusy && !asked} disabled={!name.trim()} className="md:mt-[26px] max-md:w-full">
            {t("make")}
          </Button>
        </div>
        {made && <ShownOnce title={t("made")} help={t("madeHelp")} secret={made} onDone={() => setMade(null)} />}
      </form>
      {tokens.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-2 text-sm">
          <b className="block font-semibold text-ink">{t("noTokens")}</b>
          {t("noTokensHelp")}
        </p>
      ) : (
        <Table label={t("tokens")}>
          <thead>
            <tr>
              <Th>{t("tokenName")}</Th>
              <Th>{t("lastUsed")}</Th>
              <Th>{t("created")}</Th>
              <Th>{t("expires")}</Th>
              <Th>{t("state")}</Th>
              <Th>
                <span className="sr-only">{t("revoke")}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <Tr key={token.id}>
                <Td lead className="[overflow-wrap:anywhere]">
                  {token.name}
                </Td>
                <Td className="text-ink-2 max-md:col-start-1 max-md:row-start-2">
                  <span className="me-1.5 text-ink-3 md:hidden">{t("lastUsed")}</span>
                  {token.lastUsedAt ? <When at={token.lastUsedAt} now={now} /> : t("neverUsed")}
                </Td>
                <Td wideOnly className="text-ink-2">
                  <When at={token.createdAt} now={now} />
                </Td>
                <Td className="text-ink-2 max-md:col-start-1 max-md:row-start-3">
                  <span className="me-1.5 text-ink-3 md:hidden">{t("expires")}</span>
                  {token.expiresAt ? <When at={token.expiresAt} now={now} /> : t("never")}
                </Td>
                <Td className="max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end">
                  <Status kind={isOver(token) ? "skipped" : "arrived"}>
                    {isOver(token) ? t("expired") : t("usable")}
                  </Status>
                </Td>
                <Td className="w-px text-end max-md:col-start-2 max-md:row-span-2 max-md:row-start-2">
                  <Button
                    size="sm"
                    variant="danger"
                    aria-label={t("revokeOf", { name: token.name })}
                    onClick={() => setAsked(token)}
                  >
                    {t("revoke")}
                  </Button>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <Modal
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={t("revokeTitle", { name: asked?.name ?? "" })}
        description={t("revokeHelp")}
        foot={
          <>
            <Button variant="ghost" onClick={() => setAsked(null)}>
              {c("cancel")}
            </Button>
            <Button variant="danger" busy={isBusy} onClick={() => asked && void revoke(asked)}>
              {t("revoke")}
            </Button>
          </>
        }
      />
    </Card>
  );
}
