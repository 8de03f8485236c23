"use client";
import { Users } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { When } from "@/components/auth/when";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import type { OrgLevel, UserStatus } from "@/db/enums";
import type { UserDto } from "@/lib/orgs/people-queries";
import { PersonMenu } from "./person-menu";
import { type OrgSight, useOrg } from "./use-org";

const PersonSheet = dynamic(() => import("./person-sheet"), { ssr: false });
const InviteDialog = dynamic(() => import("./invite-dialog"), { ssr: false });

type Props = { sight: OrgSight; people: readonly UserDto[]; activeSchedules: number };
type Shown = { what: "edit" | "invite"; person: UserDto };

/** Who belongs to the organisation, what each may do, and when they were last here. */
export function PeopleCard({ sight, people, activeSchedules }: Props) {
  const { node, nodes } = useOrg(sight);
  const { actor, now } = sight;
  const t = useTranslations("orgs.people");
  const c = useTranslations("common");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const [shown, setShown] = useState<Shown | null>(null);
  const off = people.filter((person) => person.status === "disabled").length;

  async function setStatus(person: UserDto, status: UserStatus, mayUndo = true): Promise<void> {
    try {
      await api(`/api/users/${person.id}`, { method: "PUT", body: { status } });
      toast({
        text: t(status === "active" ? "enabled" : "disabled", { name: person.name }),
        ...(mayUndo && { undo: () => void setStatus(person, status === "active" ? "disabled" : "active", false) }),
      });
    } catch (error) {
      const { fields, general } = failure(error, ["status"]);
      toast({ text: fields.status ?? general, tone: "failed" });
    }
    router.refresh();
  }

  const door = { open: true, onOpenChange: (open: boolean) => !open && setShown(null) };
  return (
    <Card aria-labelledby="people">
      <CardHead
        id="people"
        title={t("title")}
        note={off ? t("noteOff", { count: people.length, off }) : t("note", { count: people.length })}
      />
      {people.length === 0 ? (
        <StateBlock icon={<Users />} title={t("empty")}>
          {t("emptyHelp")}
        </StateBlock>
      ) : (
        <Table label={t("title")}>
          <thead>
            <tr>
              <Th>{t("name")}</Th>
              <Th>{t("mbId")}</Th>
              <Th>{t("role")}</Th>
              <Th className="max-xl:hidden">{t("does")}</Th>
              <Th>{t("lastLogin")}</Th>
              <Th>{t("state")}</Th>
              <Th>
                <span className="sr-only">{c("menu")}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                level={node.org.level}
                isMe={person.id === actor.userId}
                now={now}
              >
                <PersonMenu
                  person={person}
                  isMe={person.id === actor.userId}
                  isAdmin={actor.isAdmin}
                  onShow={(what) => setShown({ what, person })}
                  onStatus={(status) => void setStatus(person, status)}
                />
              </PersonRow>
            ))}
          </tbody>
        </Table>
      )}
      {shown?.what === "edit" && (
        <PersonSheet
          key={shown.person.id}
          {...door}
          node={node}
          nodes={nodes}
          activeSchedules={activeSchedules}
          person={shown.person}
          isSelf={shown.person.id === actor.userId}
        />
      )}
      {shown?.what === "invite" && <InviteDialog key={shown.person.id} {...door} person={shown.person} />}
    </Card>
  );
}

type RowProps = { person: UserDto; level: OrgLevel; isMe: boolean; now: string; children: ReactNode };

function PersonRow({ person, level, isMe, now, children }: RowProps) {
  const t = useTranslations("orgs.people");
  const c = useTranslations("common");
  const isOff = person.status === "disabled";
  const may = isOff ? "none" : person.role === "admin" && level === "hq" ? "hqAdmin" : person.role;
  const grey = isOff ? "text-ink-3" : "text-ink-2";
  return (
    <Tr className={isOff ? "text-ink-3" : undefined}>
      <Td lead className="h-[46px] max-md:col-start-1 max-md:row-start-1 md:max-w-44">
        <span className="flex items-center gap-2.5">
          <Avatar name={person.name} className="max-md:hidden" />
          <span
            lang="ko"
            title={person.name}
            className={cn("min-w-0 [overflow-wrap:anywhere] md:truncate", isOff && "text-ink-2")}
          >
            {person.name}
          </span>
          {isMe && <small className="shrink-0 font-normal text-ink-3 text-xs">{t("me")}</small>}
        </span>
      </Td>
      <Td
        className={`${grey} leading-[18px] [overflow-wrap:anywhere] max-md:col-start-1 max-md:row-start-2 md:min-w-24 md:whitespace-normal`}
      >
        {person.mbId}
      </Td>
      <Td className="font-medium max-md:col-start-1 max-md:row-start-3 max-md:text-ink">{c(`roles.${person.role}`)}</Td>
      <Td wideOnly className={`${grey} min-w-28 text-pretty py-1 leading-[18px] max-xl:hidden md:whitespace-normal`}>
        {t(`may.${may}`)}
      </Td>
      <Td wideOnly className={grey}>
        {person.lastLoginAt ? (
          <When at={person.lastLoginAt} now={now} />
        ) : person.isInvited ? (
          <>
            {t("invited")} · <When at={person.updatedAt} now={now} />
          </>
        ) : (
          t("never")
        )}
      </Td>
      <Td className="max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end">
        {isOff ? (
          <Status kind="skipped">{t("off")}</Status>
        ) : person.isInvited ? (
          <Status kind="scheduled">{t("waiting")}</Status>
        ) : (
          <Status kind="arrived">{t("using")}</Status>
        )}
      </Td>
      <Td className="w-px max-md:col-start-2 max-md:-me-3 max-md:row-span-2 max-md:row-start-2 max-md:justify-self-end">
        {children}
      </Td>
    </Tr>
  );
}
