import Link from "next/link";
import { Status } from "@/components/ui/status";
import { Card, CardFoot, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { words } from "@/lib/i18n/words";
import type { MessageDetailDto, RecipientDto } from "@/lib/messages/message-dto";
import { rowLooks } from "../messages/list/message-looks";
import { CodeLink } from "./code-link";
import { codeKindOf } from "./code-path";
import { standingLook } from "./xray-look";
import { causeText, placeOf } from "./xray-words";

type Props = { xray: Xray; message: MessageDetailDto; recipients: readonly RecipientDto[] };

/** The recipients of a message: those for whom the same is true in one row, and each by themselves below. */
export async function Groups({ xray, message, recipients }: Props) {
  const [t, c, m] = await Promise.all([words("xray"), words("diagnosisCauses"), words("messages")]);
  const count = xray.groups.reduce((sum, group) => sum + group.count, 0);
  const hrefOf = (recipient: number) => `/messages/${message.id}/xray?recipient=${recipient}`;
  return (
    <Card aria-labelledby="recipients" className="overflow-hidden">
      <CardHead id="recipients" title={t("groups.title", { count })}>
        <span className="text-ink-2">
          {xray.groups.length === 1 ? t("groups.same") : t("groups.split", { count: xray.groups.length })}
        </span>
      </CardHead>
      <Table label={t("groups.byVerdict")} className="md:table-fixed">
        <thead>
          <tr>
            <Th className="w-[24%]">{t("groups.what")}</Th>
            <Th className="w-[36%]">{t("groups.cause")}</Th>
            <Th className="w-[12%]">{t("groups.code")}</Th>
            <Th num className="w-[10%]">
              {t("groups.count")}
            </Th>
            <Th className="w-[18%]">
              <span className="sr-only">{t("groups.see")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {xray.groups.map((group, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity of their own
            <Tr key={i}>
              <Td lead>
                <Status kind={standingLook[group.standing]}>
                  {t(`badge.${group.standing}`, { at: placeOf(group.layer, t) })}
                </Status>
              </Td>
              <Td full className="text-ink-2 md:whitespace-normal">
                {causeText(group.cause, "title", c) ??
                  t(group.standing === "unrecorded" ? "groups.unrecorded" : "groups.fine")}
              </Td>
              <Td full className="max-md:empty:hidden">
                {group.code && <CodeLink code={group.code} kind={codeKindOf("phone", group.code)} />}
              </Td>
              <Td num toggle className="font-medium tabular-nums">
                {t("groups.people", { count: group.count })}
              </Td>
              <Td full className="text-end empty:hidden max-md:text-start">
                {group.sample !== null && (
                  <Link href={hrefOf(group.sample)} prefetch={false} className="link">
                    {t("groups.see")}
                  </Link>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {recipients.length > 0 && (
        <>
          <h3 className="border-line border-y bg-sunken px-4 py-2 font-semibold text-sm">
            {t("groups.each")}
            {recipients.length < count && (
              <small className="ms-2 font-normal text-ink-3 text-xs">
                {t("groups.shown", { count: recipients.length })}
              </small>
            )}
          </h3>
          <Table label={t("groups.each")} className="md:table-fixed">
            <thead>
              <tr>
                <Th className="w-[24%]">{t("groups.name")}</Th>
                <Th className="w-[24%]">{t("groups.number")}</Th>
                <Th className="w-[24%]">{t("groups.what")}</Th>
                <Th className="w-[10%]">{t("groups.code")}</Th>
                <Th className="w-[18%]">
                  <span className="sr-only">{t("open")}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {recipients.map((row) => (
                <Tr key={row.id}>
                  <Td lead className="truncate">
                    {row.name ?? t("nameless")}
                  </Td>
                  <Td full className="tabular-nums">
                    {row.phone ?? "–"}
                  </Td>
                  <Td toggle>
                    <Status kind={rowLooks[row.status]}>{m(`rows.${row.status}`)}</Status>
                  </Td>
                  <Td wideOnly>{row.providerCode}</Td>
                  <Td full className="text-end max-md:text-start">
                    <Link
                      href={hrefOf(row.id)}
                      prefetch={false}
                      className="link"
                      aria-label={t("openOf", { who: row.phone ?? row.name ?? t("nameless") })}
                    >
                      {t("open")}
                    </Link>
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </>
      )}
      <CardFoot>
        <Link href={`/messages/${message.id}`} prefetch={false} className="link">
          {t("groups.all", { count })}
        </Link>
      </CardFoot>
    </Card>
  );
}
